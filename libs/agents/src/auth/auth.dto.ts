import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class LoginDto {
  @IsString() @IsNotEmpty() @MaxLength(254) email!: string;
  /** Long texts are refused before they cost a hash. */
  @IsString() @IsNotEmpty() @MaxLength(256) password!: string;
}

export class RefreshTokenDto {
  @IsString() @IsNotEmpty() @MaxLength(256) refreshToken!: string;
}
