/** The name under which the API server books our fields. It never changes: another name would leave the old fields behind. */
export const fieldManager = 'interaction-server-operator';
