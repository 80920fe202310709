package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// Text that a clerk or an attacker typed stays text in every output, whatever it begins with.
func TestTextStaysText(t *testing.T) {
	texts := map[string]string{
		workbook.ColText:     `=HYPERLINK("http://example.com/","请点开")`,
		workbook.ColTrouble:  `+8613800000000 打不通`,
		workbook.ColNext:     `-cmd|' /C calc'!A0`,
		workbook.ColEvidence: `@SUM(1+1)*cmd`,
	}
	b := newBench(t)
	data, row := b.firstRow(t, "发改局.xlsx")
	var edits []xlsx.Edit
	for key, text := range texts {
		edits = append(edits, xlsx.Edit{Sheet: "任务进展", Ref: row.Place(key).Ref, Value: sheet.Str(text)})
	}
	data, err := xlsx.Apply(data, edits)
	if err != nil {
		t.Fatal(err)
	}
	b.put(t, "回收/2024-09/发改局.xlsx", data)
	b.put(t, "回收/2024-09/=1+1.xlsx", []byte("不是表"))
	for _, args := range [][]string{{"brief"}, {"score", "--period", "2024"}, {"issue", "--period", "2024-10"}, {"export", "--period", "2024-09"}} {
		if code, out := b.run(b.dir, archive.Disk{}, args...); code > exitErrors {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	found := map[string]int{}
	err = filepath.WalkDir(b.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(b.dir, path)
		if top, _, _ := strings.Cut(filepath.ToSlash(rel), "/"); top == "回收" || top == "存档" {
			return nil // files as they came in
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch filepath.Ext(path) {
		case ".xlsx":
			book, err := xlsx.Read(data)
			if err != nil {
				return err
			}
			for _, s := range book.Sheets {
				for _, r := range s.Rows {
					for _, c := range r.Cells {
						for key, text := range texts {
							switch {
							case strings.Contains(c.Formula, "example.com"), strings.Contains(c.Formula, "cmd"), strings.Contains(c.Formula, "13800000000"):
								t.Errorf("%s %s!%s is a formula: %s", rel, s.Name, sheet.At(r.N, c.Col), c.Formula)
							case c.Value.Text == text && c.Formula == "":
								found[key+" in a workbook"]++
							}
						}
						if c.Extra != nil && strings.Contains(c.Extra.Link, "example.com") {
							t.Errorf("%s %s!%s leads to %s", rel, s.Name, sheet.At(r.N, c.Col), c.Extra.Link)
						}
					}
				}
			}
		case ".csv":
			rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
			if err != nil {
				return err
			}
			for _, field := range slices.Concat(rows...) {
				for key, text := range texts {
					if field == text {
						t.Errorf("%s: %s would be computed", rel, field)
					}
					if strings.HasSuffix(field, text) {
						found[key+" in a table"]++
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key := range texts {
		if found[key+" in a workbook"] == 0 {
			t.Errorf("%s stands in no workbook", key)
		}
	}
	if found[workbook.ColText+" in a table"] == 0 {
		t.Error("no table holds the text")
	}
}

// zipped packs files under their names, without checking where the names lead.
func zipped(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Malicious files are refused with the reason, like any file that is not a workbook; nothing is unpacked, no link is followed, and nothing
// is written outside the workspace.
func TestFilesThatMeanHarm(t *testing.T) {
	b := newBench(t)
	sent, err := os.ReadFile(filepath.Join(b.dir, "下发", "2024-09", "商务局.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func(map[string][]byte)) []byte { return zipped(t, changedParts(t, sent, change)) }
	parts := func(name string) []byte { return with(func(m map[string][]byte) { m[name] = []byte("x") }) }
	for name, want := range map[string]struct {
		data []byte
		said string
	}{
		"外逃.xlsx":  {parts("../../外面.txt"), "无法读取"},
		"外逃二.xlsx": {parts(`..\..\外面.txt`), "无法读取"},
		"外逃三.xlsx": {parts("/tmp/外面.txt"), "无法读取"},
		"外逃四.xlsx": {parts("C:/外面.txt"), "无法读取"},
		"宏.xlsx":   {parts("xl/vbaProject.bin"), "无法读取。工作簿带有宏"},
		"炸弹.xlsx":  {with(func(m map[string][]byte) { m["xl/sharedStrings.xml"] = make([]byte, 32<<20) }), "无法读取"},
		"实体.xlsx": {with(func(m map[string][]byte) {
			m["xl/workbook.xml"] = bytes.Replace(m["xl/workbook.xml"], []byte("<workbook"), []byte(`<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook`), 1)
		}), "无法读取"},
		"压缩包套压缩包": {zipped(t, map[string][]byte{"发改局.xlsx": sent}), "无法读取"},
	} {
		b.put(t, "回收/2024-09/"+name, want.data)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(b.dir, "回收", "2024-09", "链接.xlsx")); err != nil {
		t.Fatal(err)
	}
	outside, err := os.ReadDir(filepath.Dir(b.dir))
	if err != nil {
		t.Fatal(err)
	}
	code, out := b.run(b.dir, archive.Disk{}, "receive")
	if code != exitErrors {
		t.Errorf("exit %d", code)
	}
	for _, line := range []string{
		"外逃.xlsx：无法读取", "外逃二.xlsx：无法读取", "外逃三.xlsx：无法读取", "外逃四.xlsx：无法读取", "宏.xlsx：无法读取", "炸弹.xlsx：无法读取", "实体.xlsx：无法读取",
		"压缩包套压缩包：无法读取", "没有收：2024-09/链接.xlsx（快捷链接", "发改局.xlsx：采纳",
	} {
		if !strings.Contains(out, line) {
			t.Errorf("not said: %s\n%s", line, out)
		}
	}
	if now, err := os.ReadDir(filepath.Dir(b.dir)); err != nil || len(now) != len(outside) {
		t.Errorf("written outside: %v, %v", now, err)
	}
	for name := range tree(t, b.dir) {
		if strings.Contains(name, "外面") {
			t.Errorf("unpacked: %s", name)
		}
	}
}

// Links to other files, programs, data sources and addresses are reported, and none of them is followed: the program only reads files of
// the workspace.
func TestLinksAreNotFollowed(t *testing.T) {
	b := newBench(t)
	sent, err := os.ReadFile(filepath.Join(b.dir, "回收", "2024-09", "发改局.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(t.TempDir(), "别处.xlsx")
	if err := os.WriteFile(outside, sent, 0o644); err != nil {
		t.Fatal(err)
	}
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(outside)}).String()
	const (
		kinds  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
		spread = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	)
	put := func(m map[string][]byte, name, old, new string) {
		t.Helper()
		if !bytes.Contains(m[name], []byte(old)) {
			t.Fatalf("%s holds no %s", name, old)
		}
		m[name] = bytes.Replace(m[name], []byte(old), []byte(new), 1)
	}
	// part adds a part that the workbook links to.
	part := func(m map[string][]byte, name, kind, content string) {
		m["xl/"+name] = []byte(content)
		put(m, "xl/_rels/workbook.xml.rels", "</Relationships>", `<Relationship Id="rId99" Type="`+kinds+kind+`" Target="`+name+`"/></Relationships>`)
		put(m, "[Content_Types].xml", "</Types>", `<Override PartName="/xl/`+name+`" ContentType="`+spread+kind+`+xml"/></Types>`)
	}
	link := func(m map[string][]byte, inner string) {
		part(m, "externalLinks/externalLink1.xml", "externalLink", `<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`+inner+`</externalLink>`)
		m["xl/externalLinks/_rels/externalLink1.xml.rels"] = []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` +
			kinds + `externalLinkPath" Target="` + address + `" TargetMode="External"/></Relationships>`)
	}
	// formula makes the text of the progress the stored value of a formula.
	text := regexp.MustCompile(`<c r="([A-Z]+[0-9]+)"([^>]*?) t="(?:s|str|inlineStr)"([^>]*)>(?:<v>[^<]*</v>|<is>.*?</is>)</c>`)
	formula := func(m map[string][]byte, is string) {
		t.Helper()
		done := false
		for name, data := range m {
			if !strings.HasPrefix(name, "xl/worksheets/sheet") || !bytes.Contains(data, []byte("已按计划推进，责任到人")) {
				continue
			}
			m[name] = text.ReplaceAllFunc(data, func(cell []byte) []byte {
				if !bytes.Contains(cell, []byte("已按计划推进，责任到人")) {
					return cell
				}
				done = true
				at := text.FindSubmatch(cell)
				return []byte(`<c r="` + string(at[1]) + `"` + string(at[2]) + ` t="str"><f>` + is + `</f><v>已按计划推进，责任到人</v></c>`)
			})
		}
		if !done {
			t.Fatal("the text is not found")
		}
	}
	// cell gives a cell of the sheet with the progress a link out of the workbook.
	cell := func(m map[string][]byte, target string) {
		t.Helper()
		for name, data := range m {
			if !strings.HasPrefix(name, "xl/worksheets/sheet") || !bytes.Contains(data, []byte("已按计划推进，责任到人")) {
				continue
			}
			put(m, name, "<pageMargins", `<hyperlinks xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><hyperlink ref="C5" r:id="rIdOut"/></hyperlinks><pageMargins`)
			rels := strings.Replace(name, "worksheets/", "worksheets/_rels/", 1) + ".rels"
			if m[rels] == nil {
				m[rels] = []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>`)
			}
			put(m, rels, "</Relationships>", `<Relationship Id="rIdOut" Type="`+kinds+`hyperlink" Target="`+target+`" TargetMode="External"/></Relationships>`)
			return
		}
		t.Fatal("the text is not found")
	}
	for name, change := range map[string]func(map[string][]byte){
		"链接到文件.xlsx":  func(m map[string][]byte) { cell(m, address) },
		"链接到共享夹.xlsx": func(m map[string][]byte) { cell(m, `\\10.1.1.8\共享\台账.xlsx`) },
		"链接公式.xlsx":   func(m map[string][]byte) { formula(m, `HYPERLINK("`+address+`","已按计划推进，责任到人")`) },
		"别的工作簿.xlsx": func(m map[string][]byte) {
			link(m, `<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>`)
			formula(m, "[1]任务进展!L5")
		},
		"别的程序.xlsx": func(m map[string][]byte) {
			link(m, `<ddeLink ddeService="cmd" ddeTopic="/C calc"/>`)
			formula(m, "cmd|'/C calc'!A0")
		},
		"数据连接.xlsx": func(m map[string][]byte) {
			part(m, "connections.xml", "connections", `<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><connection id="1" type="4" refreshedVersion="4" refreshOnLoad="1"><webPr url="`+
				address+`"/></connection></connections>`)
			formula(m, `WEBSERVICE("`+address+`")`)
		},
	} {
		b.put(t, "回收/2024-09/"+name, zipped(t, changedParts(t, sent, change)))
	}
	var read []string
	disk := archive.On(&failing{System: archive.OS(), refuse: func(call, path string) error {
		if rel, err := filepath.Rel(b.dir, path); err != nil || strings.HasPrefix(rel, "..") {
			read = append(read, call+" "+path)
		}
		return nil
	}})
	code, out := b.run(b.dir, disk, "merge")
	if code > exitErrors {
		t.Fatalf("exit %d\n%s", code, out)
	}
	for _, line := range []string{"指向其他文件或数据源的链接，程序一律不打开", "“进展情况”的公式引用了别的文件或程序（=[1]任务进展!L5），取的是存盘时的",
		"（=cmd|'/C calc'!A0）", `（=WEBSERVICE("file:`, `（=HYPERLINK("file:`,
		"任务进展!C5  这里的链接指向文件或程序（file:", `任务进展!C5  这里的链接指向文件或程序（\\10.1.1.8\共享\台账.xlsx），程序一律不打开`} {
		if !strings.Contains(out, line) {
			t.Errorf("not said: %s\n%s", line, out)
		}
	}
	if len(read) > 0 {
		t.Errorf("outside the workspace: %v", read)
	}
	// The leaders' workbook has the text, but neither the formula nor the link.
	data, err := os.ReadFile(filepath.Join(b.dir, "报告", "2024-09", "汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.File {
		part, err := fs.ReadFile(r, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"别处.xlsx", "ddeLink", "<f>cmd|", "<f>WEBSERVICE", "<f>HYPERLINK", "<f>[1]", `Target="\\10.1.1.8`} {
			if bytes.Contains(part, []byte(bad)) {
				t.Errorf("汇总.xlsx, %s holds %s", f.Name, bad)
			}
		}
	}
}

// changedParts unpacks a workbook and changes its parts.
func changedParts(t *testing.T, data []byte, change func(map[string][]byte)) map[string][]byte {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range r.File {
		part, err := fs.ReadFile(r, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = part
	}
	change(files)
	return files
}
