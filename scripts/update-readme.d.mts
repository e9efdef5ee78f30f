/** README.md with the tables of inputs and outputs of this action.yml. */
export declare function withTables(readme: string, action: string): string;
