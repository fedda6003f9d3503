import { IsIn, IsInt, IsString, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import { WECHAT_ACCOUNT_KINDS, type WeChatAccountKind, type WeChatSends } from '#kernel';

const IfGiven = (): PropertyDecorator => ValidateIf((_object, value) => value !== undefined);

/** What WeChat's own console shows of an account. Secrets are written, never read. */
class AccountBaseDto {
  @IsIn(WECHAT_ACCOUNT_KINDS) kind!: WeChatAccountKind;
  /** How the team calls it; absent: its id. */
  @IfGiven() @IsString() @Length(1, 80) @Matches(/\S/) name?: string;
  /** AppID, or the corporation's id (wecom_kf). */
  @IsString() @Matches(/^[\w-]{2,64}$/) appId!: string;
  /** `passive`: the account may not send customer-service messages. Found out by itself when absent. */
  @IfGiven() @IsIn(['api', 'passive']) sends?: WeChatSends;
}

export class NewWeChatAccountDto extends AccountBaseDto {
  /** Stands in the address of the callback. */
  @IsString() @Matches(/^[\w-]{1,64}$/) id!: string;
  @IsString() @Matches(/^\S{8,200}$/) appSecret!: string;
  @IsString() @Matches(/^\S{3,64}$/) token!: string;
  /** EncodingAESKey; required for wecom_kf. With it, plaintext is refused. */
  @ValidateIf((dto: NewWeChatAccountDto) => dto.aesKey !== undefined || dto.kind === 'wecom_kf')
  @IsString()
  @Matches(/^[A-Za-z0-9+/]{43}$/)
  aesKey?: string;
}

export class ChangedWeChatAccountDto extends AccountBaseDto {
  /** Absent: stays as it is. The same holds for the two below. */
  @IfGiven() @IsString() @Matches(/^\S{8,200}$/) appSecret?: string;
  @IfGiven() @IsString() @Matches(/^\S{3,64}$/) token?: string;
  /** `null` takes it away: the account then takes plaintext. */
  @ValidateIf((_dto, value) => value !== undefined && value !== null)
  @IsString()
  @Matches(/^[A-Za-z0-9+/]{43}$/)
  aesKey?: string | null;
  /** The version it was read at. */
  @IsInt() @Min(1) @Max(2_147_483_647) version!: number;
}
