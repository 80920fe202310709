/* hold FILE: keeps a file open as Excel does, until its input ends: others may read it, nobody may write or replace it. */
#include <stdio.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv) {
  HANDLE h = argc == 2 ? CreateFileW(argv[1], GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL) : INVALID_HANDLE_VALUE;
  if (h == INVALID_HANDLE_VALUE) return 99;
  puts("held");
  fflush(stdout);
  while (getchar() != EOF) {}
  CloseHandle(h);
  return 0;
}
