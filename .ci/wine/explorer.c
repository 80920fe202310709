/* explorer COMMAND: starts a command as a double-click does, by a program of this name. */
#include <windows.h>

int wmain(int argc, wchar_t **argv) {
  STARTUPINFOW si = {sizeof si};
  PROCESS_INFORMATION pi;
  DWORD code;
  if (argc != 2 || !CreateProcessW(NULL, argv[1], NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi)) return 99;
  WaitForSingleObject(pi.hProcess, INFINITE);
  GetExitCodeProcess(pi.hProcess, &code);
  return code;
}
