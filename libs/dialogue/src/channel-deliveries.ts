import type { Channel, ChannelDelivery } from '#kernel';

/** How a conversation fares on its channel. A port: the channels bind it, since the conductor of turns does not know them. */
export abstract class ChannelDeliveries {
  /** Undefined on a channel that limits nothing. */
  abstract of(conversation: { id: string; channel: Channel }): Promise<ChannelDelivery | undefined>;
}
