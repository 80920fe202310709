//go:build libreoffice

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// python finds an interpreter that has openpyxl: several may be installed.
func python(t *testing.T) string {
	t.Helper()
	for _, p := range []string{"/usr/bin/python3", "python3", "python"} {
		if exec.Command(p, "-c", "import openpyxl").Run() == nil {
			return p
		}
	}
	t.Fatal("this test needs Python with openpyxl")
	return ""
}

// throughGnumeric saves a workbook with gnumeric, after typing into cells of its first sheet, given as B7=3.
func throughGnumeric(t *testing.T, data []byte, typed ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	args := []string{"--export-type=Gnumeric_Excel:xlsx2"}
	for _, cell := range typed {
		args = append(args, "--set", cell)
	}
	return through(t, data, filepath.Join(dir, "in.xlsx"), filepath.Join(dir, "out.xlsx"), "ssconvert", args...)
}

// throughOpenpyxl saves a workbook with openpyxl after a script has done something to wb.
func throughOpenpyxl(t *testing.T, data []byte, script string) []byte {
	t.Helper()
	dir := t.TempDir()
	return through(t, data, filepath.Join(dir, "in.xlsx"), filepath.Join(dir, "out.xlsx"), python(t), "-c",
		"import sys, openpyxl\nwb = openpyxl.load_workbook(sys.argv[1])\n"+script+"\nwb.save(sys.argv[2])\n")
}

// through runs a program that is given two file names and makes the second file from the first.
func through(t *testing.T, data []byte, in, out, program string, args ...string) []byte {
	t.Helper()
	if err := os.WriteFile(in, data, 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append(args, in, out)...)
	cmd.Env = append(os.Environ(), "PYTHONUTF8=1")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, said)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// prelude opens the file that was sent. ws(name) is a sheet, head(sheet) the row of its headings, col(sheet, heading) a
// column, rows(sheet) the rows with entries.
const prelude = `
import sys, openpyxl, copy
wb = openpyxl.load_workbook(sys.argv[1])
ws = lambda n: wb[n]
def head(s):
    return next(r for r in range(1, 30) if s.cell(r, 1).value in ("任务编号", "问题编号", "指标编号") and s.cell(r, 2).value)
def col(s, h):
    return next(c for c in range(1, 30) if str(s.cell(head(s), c).value).rstrip("*") == h)
def rows(s):
    return [r for r in range(head(s) + 1, s.max_row + 1) if s.cell(r, 1).value]
def swap(s, a, b):
    for c in range(1, s.max_column + 1):
        s.cell(a, c).value, s.cell(b, c).value = s.cell(b, c).value, s.cell(a, c).value
p = ws("任务进展")
`

// TestLibreOfficeAndOthersChangeReturns has openpyxl change a return as people do in their programs, and gnumeric and LibreOffice save it.
// It is read as the same.
func TestLibreOfficeAndOthersChangeReturns(t *testing.T) {
	d := newDesk(t, "农业局")
	sent := d.file(t)
	want := d.read(t, sent)
	py, dir := python(t), t.TempDir()
	in := filepath.Join(dir, "sent.xlsx")
	if err := os.WriteFile(in, sent, 0o644); err != nil {
		t.Fatal(err)
	}
	changed := map[string][]byte{}
	for name, script := range map[string]string{
		"saved anew":                   "",
		"rows reversed":                "r = rows(p)\nfor i in range(len(r) // 2): swap(p, r[i], r[-1 - i])",
		"blank rows inserted":          "p.insert_rows(rows(p)[1], 2)",
		"a row on top":                 "p.insert_rows(1)\np.cell(1, 1).value = '请各科室周五前填好'",
		"a column inserted":            "c = col(p, '进展状态')\np.insert_cols(c)\np.cell(head(p), c).value = '经办科室'\np.cell(rows(p)[0], c).value = '综合科'",
		"columns moved":                "c = col(p, '进展情况')\np.insert_cols(2)\np.move_range(f'{openpyxl.utils.get_column_letter(c + 1)}1:{openpyxl.utils.get_column_letter(c + 1)}{p.max_row}', cols=1 - c)\np.merged_cells.ranges.clear() if hasattr(p.merged_cells.ranges, 'clear') else None",
		"rows hidden and filtered":     "for r in rows(p)[1:]: p.row_dimensions[r].hidden = True\np.auto_filter.ref = None",
		"sheets in another order":      "wb.move_sheet('任务进展', offset=-3)\nwb.create_sheet('通讯录').cell(1, 1).value = '张三'",
		"hidden sheet deleted":         "del wb['_duban']",
		"hidden sheet shown":           "wb['_duban'].sheet_state = 'visible'",
		"cover and identity gone":      "del wb['_duban']\ndel wb['填报说明']",
		"renamed":                      "p.title = '9月（农业局）'",
		"protection gone":              "for s in wb: s.protection.sheet = False; s.data_validations.dataValidation = []",
		"figures as text":              "c = col(p, '完成进度')\nfor r in rows(p): p.cell(r, c).value = str(p.cell(r, c).value) + '%'",
		"figures in full width":        "c = col(p, '完成进度')\nfor r in rows(p): p.cell(r, c).value = ''.join(chr(ord(x) + 0xFEE0) for x in str(p.cell(r, c).value))",
		"dates with points":            "c = col(p, '实际完成日期')\nfor r in rows(p): v = p.cell(r, c).value; p.cell(r, c).value = f'{v.year}.{v.month}.{v.day}'",
		"dates in Chinese":             "c = col(p, '实际完成日期')\nfor r in rows(p): v = p.cell(r, c).value; p.cell(r, c).value = f'{v.year}年{v.month}月{v.day}日'",
		"a stray cell far below":       "p.cell(1048576, 30).value = '.'",
		"four thousand styles":         "s = wb.create_sheet('样式')\nfor i in range(4000): s.cell(i + 1, 1, 1).font = openpyxl.styles.Font(size=8 + i / 100)",
		"statuses merged":              "c = col(p, '进展状态')\nr = rows(p)\np.merge_cells(start_row=r[0], end_row=r[-1], start_column=c, end_column=c)",
		"a long note beside the table": "p.cell(rows(p)[0], 25).value = '长' * 32767",
	} {
		out := filepath.Join(dir, "changed.xlsx")
		cmd := exec.Command(py, "-c", prelude+script+"\nwb.save(sys.argv[2])\n", in, out)
		cmd.Env = append(os.Environ(), "PYTHONUTF8=1")
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, said)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		changed["openpyxl: "+name] = data
	}
	changed["gnumeric: saved anew"] = throughGnumeric(t, sent)
	for name, data := range newOffice(t).convert(t, "xlsx", "xlsx", changed) {
		if strings.HasPrefix(name, "openpyxl") && !strings.Contains(name, "styles") {
			changed[name+", then LibreOffice"] = data
		}
	}
	// The additional findings; everything else that is read is the same.
	further := map[string][]string{
		"a column inserted":            {"column-unknown"},
		"sheets in another order":      {"sheet-unknown"},
		"hidden sheet deleted":         {"seal-lost"},
		"cover and identity gone":      {"seal-lost"},
		"renamed":                      {"sheet-renamed"},
		"figures as text":              {"repaired-percent-sign"},
		"figures in full width":        {"repaired-full-width"},
		"dates with points":            {"repaired-date-text"},
		"dates in Chinese":             {"repaired-date-text"},
		"a stray cell far below":       {"column-nameless"},
		"four thousand styles":         {"sheet-unknown"},
		"statuses merged":              {"repaired-merged"},
		"a long note beside the table": {"column-nameless"},
	}
	for name, data := range changed {
		t.Run(name, func(t *testing.T) {
			got := d.read(t, data)
			if diff := cmp.Diff(want.Cells, got.Cells); diff != "" || got.Bureau != want.Bureau || got.Period != want.Period {
				t.Errorf("from %s for %s, read otherwise:\n%s", got.Bureau, got.Period, diff)
			}
			_, what, _ := strings.Cut(name, ": ")
			what, _, _ = strings.Cut(what, ", then")
			said := append(slices.Clone(want.Said), further[what]...)
			slices.Sort(said)
			if diff := cmp.Diff(said, got.Said); diff != "" {
				t.Errorf("said:\n%s", diff)
			}
		})
	}
}
