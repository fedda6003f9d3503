/** Who brings an attachment, and may send it. */
export type Uploader = { kind: 'shopper' | 'agent'; id: string };

/** Who asks for an attachment: a shopper, or an agent with what that agent may see. */
export type Party =
  { kind: 'shopper'; id: string } | { kind: 'agent'; id: string; maySee: (conversationId: string) => Promise<boolean> };
