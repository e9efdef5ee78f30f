/** The published schemas as texts, by path below schema/. */
export declare function schemaFiles(): Promise<Record<string, string>>;
