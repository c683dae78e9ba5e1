export { givenName } from './givenName';
export { LabelsDialog, type LabelsChange } from './LabelsDialog';
export { NotesCard } from './NotesCard';
export { TagFilter } from './TagFilter';
export { TagList } from './TagList';
export { splitTags, tagsOf, type TagsDraft } from './tags';
export { TagsInput, useTagsError } from './TagsInput';
