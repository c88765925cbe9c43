/** Names of imported resources: the import operations carry no ResourceName, so the names are fixed and can be known beforehand. */

export const importedName = { auth: "importedAuth", storage: "importedStorage" } as const;
