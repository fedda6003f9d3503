import { Module, type DynamicModule, type Type } from '@nestjs/common';
import './attachment.entity.js';
import './store/attachment-blob.entity.js';
import { AttachmentSweeper } from './attachment-sweeper.js';
import { AttachmentsRepository } from './attachments.repository.js';
import { AttachmentsService } from './attachments.service.js';
import { AttachmentParties } from './http/attachment-parties.js';
import { AttachmentsController } from './http/attachments.controller.js';
import { MediaWorkshop } from './media/media-workshop.js';
import { AttachmentStore } from './store/attachment-store.js';
import { DatabaseStore } from './store/database-store.repository.js';

/** Pictures and PDFs, whichever way they come. */
@Module({
  providers: [
    AttachmentsRepository,
    MediaWorkshop,
    { provide: AttachmentStore, useClass: DatabaseStore },
    AttachmentsService,
    AttachmentSweeper,
  ],
  exports: [AttachmentsService],
})
export class AttachmentsModule {}

export interface AttachmentsHttpOptions {
  /** Modules that export what `parties` needs. */
  imports: Type[];
  parties: Type<AttachmentParties>;
}

/** The routes by which faces bring and fetch them. */
@Module({})
export class AttachmentsHttpModule {
  static forRoot({ imports, parties }: AttachmentsHttpOptions): DynamicModule {
    return {
      module: AttachmentsHttpModule,
      imports: [AttachmentsModule, ...imports],
      controllers: [AttachmentsController],
      providers: [{ provide: AttachmentParties, useClass: parties }],
    };
  }
}
