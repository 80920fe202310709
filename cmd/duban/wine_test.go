//go:build wine

package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"duban/workbook/archive"
	"duban/workbook/calendar"
)

// TestWine runs the program built for Windows: a round with Chinese names, which gives the same bytes as here; a report that is open in
// another program; a console with two code pages; a double-click; a path longer than Windows used to allow. Wine is not Windows: Excel,
// WPS, antivirus programs, network drives and a real console window are not tested.
func TestWine(t *testing.T) {
	w := newWine(t)
	t.Run("a round gives the same bytes", w.testRound)
	t.Run("a broken cache", w.testCache)
	t.Run("a report that is open in Excel", w.testOpen)
	t.Run("a console under two code pages", w.testConsole)
	t.Run("a double-click", w.testDoubleClick)
	t.Run("a long path", w.testLongPath)
}

// wine is a Wine installation of its own with the program on its drive C.
type wine struct {
	program, prefix string
	// bench is the workspace as it is here, dir the same on drive C.
	bench *bench
	dir   string
}

const wineFolder = "办公 室/督办（2024）"

func newWine(t *testing.T) *wine {
	t.Helper()
	w := &wine{program: "/usr/lib/wine/wine64", prefix: filepath.Join(t.TempDir(), "prefix")}
	if _, err := os.Stat(w.program); err != nil {
		t.Fatalf("this test needs Wine: %v", err)
	}
	// Wine sets itself up in an empty folder, without asking for a browser or .NET.
	if out, err := w.command(t, "", "wineboot", "-i").CombinedOutput(); err != nil {
		t.Fatalf("wineboot: %v\n%s", err, out)
	}
	t.Cleanup(func() {
		// Wine's background processes would write into the folder while it is removed.
		for _, flag := range []string{"-k", "-w"} {
			stop := exec.Command(filepath.Join(filepath.Dir(w.program), "wineserver64"), flag)
			stop.Env = append(os.Environ(), "WINEPREFIX="+w.prefix)
			stop.Run() // fails if everything has already ended
		}
	})
	c := w.path("C:")
	compile := func(source, to string, flags ...string) {
		args := append([]string{"-O1", "-o", filepath.Join(c, to), filepath.Join("..", "..", ".ci", "wine", source)}, flags...)
		if out, err := exec.Command("x86_64-w64-mingw32-gcc", args...).CombinedOutput(); err != nil {
			t.Fatalf("compile %s: %v\n%s", source, err, out)
		}
	}
	compile("bcryptprimitives.c", "windows/system32/bcryptprimitives.dll", "-shared", "-ladvapi32")
	for _, name := range []string{"explorer", "hold", "console"} {
		compile(name+".c", name+".exe", "-municode")
	}
	build := exec.Command("go", "build", "-o", filepath.Join(c, "duban.exe"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	w.bench, w.dir = newBench(t), filepath.Join(c, filepath.FromSlash(wineFolder))
	w.bench.day = calendar.DateOf(time.Now()) // the program under Wine only has the computer's clock
	if err := os.CopyFS(w.dir, os.DirFS(w.bench.dir)); err != nil {
		t.Fatal(err)
	}
	return w
}

// path gives the path of a folder of drive C.
func (w *wine) path(name string) string {
	return filepath.Join(w.prefix, "drive_c", filepath.FromSlash(strings.TrimPrefix(name, "C:")))
}

func (w *wine) command(t *testing.T, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), w.program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "WINEPREFIX="+w.prefix, "WINEARCH=win64", "WINEDEBUG=-all", "DISPLAY=", "LC_ALL=C.UTF-8",
		"WINEDLLOVERRIDES=mscoree=;mshtml=;winemenubuilder.exe=;explorer.exe=n,b")
	return cmd
}

// run runs the program in a folder and gives its exit code and what it said.
func (w *wine) run(t *testing.T, dir string, args ...string) (int, string) {
	t.Helper()
	cmd := w.command(t, dir, append([]string{`C:\duban.exe`}, args...)...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// lastReceipt matches the last receipt as an audit gives it for noting.
var lastReceipt = regexp.MustCompile(`(R\d{4}):[0-9a-f]{16}`)

func (w *wine) testRound(t *testing.T) {
	// A name as a clerk saves it, and one in a subfolder.
	for _, dir := range []string{w.bench.dir, w.dir} {
		inbox := filepath.Join(dir, "回收", "2024-09")
		if err := os.Mkdir(filepath.Join(inbox, "第二批 补报"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(inbox, "商务局.xlsx"), filepath.Join(inbox, "第二批 补报", "商务局（最终版）·改.xlsx")); err != nil {
			t.Fatal(err)
		}
		// A file that was written just now may still be being copied, and would be read later than the others.
		settled := time.Now().Add(-time.Hour)
		if err := filepath.WalkDir(inbox, func(p string, _ fs.DirEntry, err error) error {
			return cmp.Or(err, os.Chtimes(p, settled, settled))
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"check"}, {"receive"}, {"brief"}, {"score", "--period", "2024"}, {"issue", "--period", "2024-10"}, {"export", "--period", "2024-09"}, {"check", "--archive"},
	} {
		code, out := w.run(t, w.dir, args...)
		want, wanted := w.bench.run(w.bench.dir, archive.Disk{}, args...)
		// The hash of a receipt also covers the build of the program that wrote it.
		out, wanted = lastReceipt.ReplaceAllString(strings.ReplaceAll(out, "\r\n", "\n"), "$1"), lastReceipt.ReplaceAllString(wanted, "$1")
		if code != want || out != wanted {
			t.Errorf("%s: exit %d, here %d\n%s\nhere\n%s", args, code, want, out, wanted)
		}
	}
	if got, want := tree(t, w.dir), tree(t, w.bench.dir); !maps.Equal(got, want) {
		t.Errorf("other files than here: %v", differing(got, want))
	}
	if got, want := receipts(t, w.dir), receipts(t, w.bench.dir); !slices.Equal(got, want) {
		t.Errorf("receipts\n%s\nhere\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A cache that was cut off or overwritten, for example by a power cut or a virus scanner, is made anew and changes no figure.
func (w *wine) testCache(t *testing.T) {
	merge := []string{"merge", "--period", "2024-09"}
	want, said := w.run(t, w.dir, merge...)
	reports := tree(t, w.dir)
	cache := filepath.Join(w.dir, "缓存")
	kept, err := os.ReadDir(cache)
	if err != nil || len(kept) < 3 {
		t.Fatalf("no cache to break: %v, %v", kept, err)
	}
	judged := filepath.Join(cache, "judged-2024-09")
	for _, e := range kept {
		path := filepath.Join(cache, e.Name())
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if data = data[:len(data)/2]; path == judged {
			data = bytes.Repeat([]byte("坏"), 100)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	code, out := w.run(t, w.dir, merge...)
	if code != want || out != said {
		t.Errorf("exit %d, before %d\n%s\nbefore\n%s", code, want, out, said)
	}
	if got := tree(t, w.dir); !maps.Equal(got, reports) {
		t.Errorf("other files than before: %v", differing(got, reports))
	}
	if data, err := os.ReadFile(judged); err != nil || !bytes.HasPrefix(data, []byte("duban cache ")) {
		t.Errorf("%s is not made anew: %v, %d bytes", filepath.Base(judged), err, len(data))
	}
}

func (w *wine) testOpen(t *testing.T) {
	report := filepath.Join(w.dir, "报告", "2024-09", "汇总.xlsx")
	before, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	hold := w.command(t, w.dir, `C:\hold.exe`, `报告\2024-09\汇总.xlsx`)
	end, err := hold.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	said, err := hold.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := hold.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(said).ReadString('\n'); !strings.HasPrefix(line, "held") {
		t.Fatalf("not held: %q, %v", line, err)
	}
	// As of another day the report is different.
	code, out := w.run(t, w.dir, "merge", "--period", "2024-09", "--as-of", "2024-10-15")
	if code != exitFailed || !strings.Contains(out, "正被其他程序打开") {
		t.Errorf("an open report: exit %d\n%s", code, out)
	}
	if now, err := os.ReadFile(report); err != nil || !bytes.Equal(now, before) {
		t.Errorf("the open report was changed: %v", err)
	}
	if err := end.Close(); err != nil {
		t.Fatal(err)
	}
	if err := hold.Wait(); err != nil {
		t.Fatal(err)
	}
	if code, out = w.run(t, w.dir, "merge", "--period", "2024-09", "--as-of", "2024-10-15"); code > exitErrors || !strings.Contains(out, "汇总已生成（截至 2024-10-15）") {
		t.Errorf("closed again: exit %d\n%s", code, out)
	}
}

func (w *wine) testConsole(t *testing.T) {
	for _, page := range []int{65001, 936} {
		// script gives the program a terminal, in which Wine provides a console.
		inner := w.command(t, w.dir, `C:\console.exe`, strconv.Itoa(page), `C:\screen.txt`, `C:\duban.exe status --period 2024-09`)
		cmd := exec.CommandContext(t.Context(), "script", "-qec", quoteShell(inner.Args), "/dev/null")
		cmd.Dir, cmd.Env = inner.Dir, inner.Env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%d: %v\n%s", page, err, out)
		}
		screen, err := os.ReadFile(w.path("C:screen.txt"))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"code page " + strconv.Itoa(page), "2024-09 报送情况", "发改局", "按时率"} {
			if !strings.Contains(string(screen), want) {
				t.Errorf("code page %d: %s is not on the screen\n%s", page, want, screen)
			}
		}
	}
}

// quoteShell writes arguments for a shell.
func quoteShell(args []string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
	}
	return strings.Join(quoted, " ")
}

func (w *wine) testDoubleClick(t *testing.T) {
	for dir, want := range map[string][]string{
		w.path("C:" + wineFolder): {"2 个单位", "看报送情况", "请输入数字"},
		w.path("C:windows"):       {"还没有", "请输入数字"},
	} {
		cmd := w.command(t, dir, `C:\explorer.exe`, `C:\duban.exe`)
		cmd.Stdin = strings.NewReader("x\n0\n")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		for _, text := range want {
			if !strings.Contains(string(out), text) {
				t.Errorf("%s is not said:\n%s", text, out)
			}
		}
	}
	// Run in a console, it shows where the round is and asks nothing.
	if code, out := w.run(t, w.dir); code != exitOK || strings.Contains(out, "请输入") {
		t.Errorf("exit %d\n%s", code, out)
	}
}

func (w *wine) testLongPath(t *testing.T) {
	long := strings.Repeat(`很长的文件夹名称，一级套一级\`, 20)
	code, out := w.run(t, w.path("C:"), "-C", long+"督办", "init")
	if code != exitOK {
		t.Fatalf("exit %d\n%s", code, out)
	}
	if code, out = w.run(t, w.path("C:"), "-C", long+"督办", "check"); code != exitErrors || !strings.Contains(out, "任务总表还是空的") {
		t.Errorf("exit %d\n%s", code, out)
	}
}
