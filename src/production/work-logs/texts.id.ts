export const indonesian = {}
