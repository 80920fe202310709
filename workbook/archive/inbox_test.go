package archive

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// lay makes files below a folder; a name that ends in a slash is a folder.
func lay(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, n := range names {
		path := filepath.Join(dir, filepath.FromSlash(n))
		if strings.HasSuffix(n, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(n), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestScan(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "回收")
	lay(t, dir,
		"发改局.xlsx", "B.xlsx", "a.xlsx", "C.xlsx", "空/", "财政局/表.xlsx", "财政局/附件/照片.jpg", "附件/回单.pdf", "附件.xlsx", "我的附件/说明.docx",
		"~$发改局.xlsx", ".~lock.a.xlsx#", "~duban-12.tmp", "财政局/~$表.xlsx", "发改局.xlsx - 快捷方式.lnk", "网页.URL", ".DS_Store", "Thumbs.db", "财政局/DESKTOP.INI",
		"水利局.xlsx.crdownload", "财政局/未确认 123.CRDOWNLOAD", "5F3A1C00.tmp", "教育局.xlsx.baiduyun.p.downloading", "报送.part1.xlsx")
	files, skipped, err := disk.Scan(dir, []string{"附件", "evidence"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		s := f.Rel
		if f.Evidence {
			s += " 附"
		}
		got = append(got, s)
		if f.Path != filepath.Join(dir, filepath.FromSlash(f.Rel)) || f.Size != int64(len(f.Rel)) || f.Modified.IsZero() {
			t.Errorf("%+v", f)
		}
	}
	want := []string{
		"B.xlsx", "C.xlsx", "a.xlsx", "发改局.xlsx", "我的附件/说明.docx", "报送.part1.xlsx", "财政局/表.xlsx", "财政局/附件/照片.jpg 附", "附件.xlsx", "附件/回单.pdf 附",
	}
	if !slices.Equal(got, want) {
		t.Errorf("files\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	wantSkipped := []Skipped{
		{".DS_Store", "system"}, {".~lock.a.xlsx#", "open-marker"}, {"5F3A1C00.tmp", "arriving"}, {"Thumbs.db", "system"}, {"~$发改局.xlsx", "open-marker"}, {"~duban-12.tmp", "half-written"},
		{"发改局.xlsx - 快捷方式.lnk", "link"}, {"教育局.xlsx.baiduyun.p.downloading", "arriving"}, {"水利局.xlsx.crdownload", "arriving"}, {"网页.URL", "link"},
		{"财政局/DESKTOP.INI", "system"}, {"财政局/~$表.xlsx", "open-marker"}, {"财政局/未确认 123.CRDOWNLOAD", "arriving"},
	}
	if !slices.Equal(skipped, wantSkipped) {
		t.Errorf("skipped %v, want %v", skipped, wantSkipped)
	}
}

// Of two downloads of one bureau the second has the longer name, and must be filed after the first.
func TestScanPutsANameBeforeItsCopies(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, "发改局-改好.xlsx", "发改局(1).xlsx", "发改局.xlsx", "发改局 (2).xlsx", "发改局（补正）.xlsx", "发改.xlsx", "a/发改局.xlsx")
	files, _, err := disk.Scan(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.Rel)
	}
	want := []string{"a/发改局.xlsx", "发改.xlsx", "发改局.xlsx", "发改局 (2).xlsx", "发改局(1).xlsx", "发改局-改好.xlsx", "发改局（补正）.xlsx"}
	if !slices.Equal(got, want) {
		t.Errorf("files\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestScanFollowsNoLinks(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	lay(t, outside, "别处.xlsx")
	lay(t, dir, "a.xlsx")
	links := map[string]string{"链接.xlsx": filepath.Join(outside, "别处.xlsx"), "文件夹": outside, "断.xlsx": filepath.Join(outside, "没有")}
	for name, to := range links {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			// On Windows making links needs a privilege; there the other tests have to do.
			t.Logf("no links here: %v", err)
			return
		}
	}
	files, skipped, err := disk.Scan(dir, nil)
	if err != nil || len(files) != 1 || files[0].Rel != "a.xlsx" {
		t.Errorf("files %v, %v", files, err)
	}
	if want := []Skipped{{"文件夹", "link"}, {"断.xlsx", "link"}, {"链接.xlsx", "link"}}; !slices.Equal(skipped, want) {
		t.Errorf("skipped %v", skipped)
	}
}

func TestScanOfNothing(t *testing.T) {
	files, skipped, err := disk.Scan(filepath.Join(t.TempDir(), "没有"), nil)
	if err != nil || files != nil || skipped != nil {
		t.Errorf("%v, %v, %v", files, skipped, err)
	}
}

func TestReadStable(t *testing.T) {
	tests := []struct {
		name   string
		change func(path string) error
		stable bool
	}{
		{"untouched", func(string) error { return nil }, true},
		{"longer", func(path string) error { return os.WriteFile(path, []byte("a.xlsx and more"), 0o644) }, false},
		{"cut", func(path string) error { return os.Truncate(path, 2) }, false},
		{"as long as before, another time", func(path string) error {
			if err := os.WriteFile(path, []byte("b.xlsx"), 0o644); err != nil {
				return err
			}
			return os.Chtimes(path, time.Time{}, time.Date(2024, 9, 30, 12, 0, 0, 0, time.UTC))
		}, false},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		lay(t, dir, "a.xlsx")
		files, _, err := disk.Scan(dir, nil)
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		if err := tt.change(files[0].Path); err != nil {
			t.Fatal(err)
		}
		data, err := disk.ReadStable(files[0])
		var changing *Changing
		switch {
		case tt.stable && (err != nil || string(data) != "a.xlsx"):
			t.Errorf("%s: %q, %v", tt.name, data, err)
		case !tt.stable && (!errors.As(err, &changing) || changing.Path != files[0].Path || data != nil):
			t.Errorf("%s: %q, %v", tt.name, data, err)
		}
	}
	if _, err := disk.ReadStable(Incoming{Path: filepath.Join(t.TempDir(), "没有"), Rel: "没有"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}
