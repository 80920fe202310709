/* console CODEPAGE FILE COMMAND: runs a command in this console under a code page, and writes into a file, as UTF-8, what
   then stands on the screen. */
#include <stdio.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv) {
  STARTUPINFOW si = {sizeof si};
  PROCESS_INFORMATION pi;
  CONSOLE_SCREEN_BUFFER_INFO info;
  DWORD code, n;
  HANDLE screen = CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
  FILE *out = argc == 4 ? _wfopen(argv[2], L"wb") : NULL;
  if (!out || !SetConsoleOutputCP(_wtoi(argv[1])) || !CreateProcessW(NULL, argv[3], NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi)) return 99;
  WaitForSingleObject(pi.hProcess, INFINITE);
  GetExitCodeProcess(pi.hProcess, &code);
  if (!GetConsoleScreenBufferInfo(screen, &info)) return 98;
  fprintf(out, "code page %u\n", GetConsoleOutputCP());
  for (SHORT y = 0; y <= info.dwCursorPosition.Y; y++) {
    wchar_t line[1024];
    char utf8[4 * 1024];
    COORD at = {0, y};
    ReadConsoleOutputCharacterW(screen, line, info.dwSize.X < 1024 ? info.dwSize.X : 1024, at, &n);
    fwrite(utf8, 1, WideCharToMultiByte(CP_UTF8, 0, line, n, utf8, sizeof utf8, NULL, NULL), out);
    fputc('\n', out);
  }
  fclose(out);
  return code;
}
