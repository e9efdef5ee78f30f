/** Builds the bundles into a directory. */
export declare function buildInto(outdir: string): Promise<void>;
