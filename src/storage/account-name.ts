/**
 * The storage account's name, which a SAS is signed for: the first part of the path where the account is one
 * (Azurite: `https://127.0.0.1:10000/devstoreaccount1`), else the host's first label (`https://acct.blob.core.windows.net`).
 */
export function accountName(storageUrl: string): string {
  const url = new URL(storageUrl);
  const [fromPath] = url.pathname.split('/').filter((part) => part !== '');
  return fromPath ?? (url.hostname.split('.')[0] as string);
}
