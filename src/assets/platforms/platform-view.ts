import { timeOf } from '../reads/time.ts';

export interface PlatformView {
  platform_id: string;
  display_name: string;
  required_refs: string[];
  optional_refs: string[];
  is_active: boolean;
  created_at: string;
  updated_at: string;
  row_version: number;
}

export interface PlatformRow extends Omit<PlatformView, 'created_at' | 'updated_at'> {
  created_at: Date;
  updated_at: Date;
}

export const PLATFORM_COLUMNS =
  'platform_id, display_name, required_refs, optional_refs, is_active, created_at, updated_at, row_version';

export function platformView({ created_at, updated_at, ...row }: PlatformRow): PlatformView {
  return { ...row, created_at: timeOf(created_at), updated_at: timeOf(updated_at) };
}
