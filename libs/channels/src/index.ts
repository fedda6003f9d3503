export { AnswerStreamModule, ChannelsModule } from './channels.module.js';
export { WebAnswerStream } from './web/web-answer-stream.js';
