/** What people lack who may not change templates, as it is named. */
export const NEEDS_SUPER_USER = 'Needs the permission “Super user”';
