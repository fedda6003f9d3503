export { AttachmentsHttpModule, AttachmentsModule } from './attachments.module.js';
export { AttachmentsService, type OpenAttachment } from './attachments.service.js';
export { AttachmentParties } from './http/attachment-parties.js';
export type { Party, Uploader } from './parties.js';
export { AttachmentStore, type Variant } from './store/attachment-store.js';
