package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/docx"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
	"duban/workbook/xlsx/xlsxcheck"
)

// kinds are the workbooks and documents that the program writes, each with the function that does: what is held against Excel's
// limits, the OOXML schema and other programs is held against them by this list.
var kinds = []struct{ name, writer string }{
	{"empty plan.xlsx", "init.go makeWorkspace"},
	{"plan with additions.xlsx", "draftapply.go applyDraft"},
	{"draft.xlsx", "draft.go writeDraft"},
	{"additions.xlsx", "draft.go writeDraft"},
	{"template.xlsx", "issue.go layTemplates"},
	{"prefecture's template.xlsx", "issue.go layTemplates"},
	{"distribution list.xlsx", "issue.go issue"},
	{"sample return.xlsx", "sample.go write"},
	{"slip.xlsx", "slips.go makeSlip"},
	{"consolidated workbook.xlsx", "merge.go writeConsolidated"},
	{"prefecture's workbook.xlsx", "merge.go writeConsolidated"},
	{"scores.xlsx", "score.go scoreBook"},
	{"score sheet.xlsx", "objection.go scoreNotice"},
	{"rating form.xlsx", "rating.go issueRatings"},
	{"rating slip.xlsx", "rating.go ratingSlip"},
	{"brief.docx", "brief.go brief"},
	{"notice.docx", "notice.go giveNotice"},
}

// remade are the functions that write one of the kinds once more, be it to hold what lies there against it.
var remade = []string{"auditpapers.go brief", "demo.go amendPlan"}

// Every function that writes a workbook or a document is in the list: a new kind cannot be left out.
func TestAllKindsAreListed(t *testing.T) {
	listed := map[string]bool{}
	for _, k := range kinds {
		listed[k.writer] = false
	}
	for _, f := range remade {
		listed[f] = false
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !writesBook(f, file) {
				continue
			}
			key := name + " " + f.Name.Name
			if _, ok := listed[key]; !ok {
				t.Errorf("%s writes a workbook or document of a kind that is not in the list", key)
			}
			listed[key] = true
		}
	}
	for key, is := range listed {
		if !is {
			t.Errorf("%s is in the list and writes none", key)
		}
	}
}

// writesBook reports whether a function calls what writes a package: a function of xlsx or docx, or one of xlsx's writers.
func writesBook(f *ast.FuncDecl, file *ast.File) bool {
	keepers := map[string]bool{} // what is an xlsx.Writer or xlsx.Marker, by its name
	ast.Inspect(file, func(n ast.Node) bool {
		name, kept := []*ast.Ident(nil), ast.Expr(nil)
		switch n := n.(type) {
		case *ast.ValueSpec:
			name, kept = n.Names, n.Type
		case *ast.Field:
			name, kept = n.Names, n.Type
		}
		if p, ok := kept.(*ast.StarExpr); ok {
			kept = p.X
		}
		if s, ok := kept.(*ast.SelectorExpr); ok && (s.Sel.Name == "Writer" || s.Sel.Name == "Marker") && isName(s.X, "xlsx") {
			for _, id := range name {
				keepers[id.Name] = true
			}
		}
		return true
	})
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		s, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		switch s.Sel.Name {
		case "MarkUp":
			found = true
		case "Write", "WriteTo", "Apply":
			on := s.X
			if field, ok := on.(*ast.SelectorExpr); ok {
				on = field.Sel
			}
			id, ok := on.(*ast.Ident)
			found = found || ok && (id.Name == "xlsx" || id.Name == "docx" || keepers[id.Name])
		}
		return true
	})
	return found
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// kindsPlan has a task of every measure, and names and texts that XML, formulas and print take ill.
const kindsPlan = `
# 参数
| 参数 | 值 |
| 县市 | 青山县 |
| 文件日期 | 2024-09-01 |
| 计划编号 | qs-2024 |
# 单位
| 单位编码 | 单位名称 | 单位类别 |
| FG | 发改局 | 市直部门 |
| CZ | 财政局 | 市直部门 |
| BSZ | 白沙镇（“开发区”） & <试验区> | 镇区 |
# 任务
| 任务编号 | 领域 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 分管领导 | 时限原文 | 完成日期 | 计量单位 | 口径 | 基数 | 目标值 | 仅报状态 | 频次 |
| T1 | 项目 & 产业 | '=SUM(A1:A3) 不是公式 | “一区”<两园>\n建成 | 数量 | 发改局 | 财政局 | 赵县长 | 9月20日前 | 2024-09-20 | 个 | 累计 | 2 | 40 | | |
| T2 | 项目 & 产业 | '-开工建设_x0041_园区😀 | 两侧空格 | 事项 | 发改局 | | | | 2024-10-31 | | | | | | |
| T3 | 城建 | 新建道路 | | 项目 | 发改局 | | | | 2024-10-31 | | | | | | |
| T4 | 农业 | 村级改革 | | 分段 | 财政局 | | | | 2024-10-31 | 处 | | | | | |
| T5 | 经济 | 主要数字 | | 指标 | 发改局 | | | | 2024-10-31 | | | | | | |
| T6 | 农业 | 改造农田 | | 数量 | 财政局 | | | | 2024-10-31 | 亩 | 累计 | | 800 | | |
| T7 | 农业 | 调度 | | 例行 | 白沙镇（“开发区”） & <试验区> | | | 每月底前 | 2024-12-31 | 次 | | | | | 每月 |
| T8 | 稳定 | 专项 | | 事项 | 财政局 | | | | 2024-12-31 | | | | | 是 | |
# 节点
| 任务编号 | 节点编号 | 节点名称 | 责任单位 | 完成日期 |
| T2 | 1 | 方案 | 发改局 | 2024-09-10 |
| T2 | 2 | 开工 | 发改局 | 2024-10-20 |
# 分段
| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
| T4 | 1 | 摸底 | 0 | 157 |
| T4 | 2 | 完成 | 100 | 1 |
# 分配
| 任务编号 | 单位 | 目标值 |
| T6 | 财政局 | 500 |
| T6 | 白沙镇（“开发区”） & <试验区> | 300 |
# 指标
| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 计量单位 | 计划值 | 最新值 |
| Z1 | 生产总值 | T5 | 发改局 | 亿元 | 310.5 | 120 | |
# 项目
| 任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位 | 计划完成日期 | 总投资 | 年度计划投资 |
| T3 | 一号路 | 1 | 立项 | 发改局 | 2024-09-15 | 63000 | 52000 |
| T3 | 一号路 | 2 | 施工 | 发改局 | 2024-10-20 | | |
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 |
| S1 | 完成 | 70 | 任务 | 按完成率 | |
| S2 | 评议 | 30 | 评议 | 评议折算 | 分组加权 |
# 评议组
| 评议组 | 评议主体 | 权重 | 评议对象 | 匿名 | 成员 |
| 县领导 | 领导 | 3 | 单位 | | 赵县长 |
`

// madeKinds are files of every kind, by the names in kinds, and the workspaces in which they were made.
type madeKinds struct {
	files              map[string][]byte
	county, prefecture string
}

// everyKind makes a file of each kind in a language, as a county does in its first month and at its year's end, and a prefecture
// above it.
func everyKind(t *testing.T, lang string) *madeKinds {
	t.Helper()
	b := &bench{dir: t.TempDir(), loaded: map[string]*templates.Catalogue{}}
	for _, l := range templates.Languages() {
		words, err := templates.LoadCatalogue(l)
		if err != nil {
			t.Fatal(err)
		}
		b.loaded[l] = words
	}
	words := b.loaded[lang]
	folder := func(key string) string { return words.T("folder." + key) }
	run := func(dir string, want int, args ...string) {
		t.Helper()
		if code, out := b.run(dir, archive.Disk{}, append(args, "--lang", lang)...); code != want {
			t.Fatalf("%v: exit %d\n%s", args, code, out)
		}
	}
	read := func(path string) []byte {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	out := map[string][]byte{}
	keep := func(name string, path ...string) {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(path...))
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: no file %s", name, filepath.Join(path...))
		}
		out[name] = read(found[0])
	}
	putPlan := func(dir, tables string) {
		sheets, err := sheet.ParsePipe(tables)
		if err != nil {
			t.Fatal(err)
		}
		data, err := xlsx.Write(templates.PlanBook(workbook.DecodePlan(&sheet.Book{Sheets: sheets}, "plan", templates.PlanForms(words)).Tables, words))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, words.T("file.plan")), data)
	}

	// A plan to begin with, and a document.
	fresh := t.TempDir()
	b.day = workbook.NewDate(2024, 9, 20)
	run(fresh, exitOK, "init", "empty")
	keep("empty plan.xlsx", fresh, "empty", words.T("file.plan"))
	speech := filepath.Join(fresh, "speech.txt")
	writeFile(t, speech, []byte("2024年9月1日\n由发改局牵头，9月底前完成8个重点项目开工。\n由商务局负责，每月外出招商2次。\n"))
	run(fresh, exitOK, "draft", speech, "--date", "2024-09-01", "-o", filepath.Join(fresh, "draft.xlsx"))
	keep("draft.xlsx", fresh, "draft.xlsx")

	// A county's first month: what one bureau sends is in order, one falls short, one sends its workbook back as it was.
	putPlan(b.dir, kindsPlan)
	run(b.dir, exitOK, "issue", "--period", "2024-09")
	keep("template.xlsx", b.dir, folder("issued"), "2024-09", "发改局.xlsx")
	keep("distribution list.xlsx", b.dir, folder("issued"), "2024-09", words.T("file.distribution"))
	for bureau, mistakes := range map[string][]string{"发改局": nil, "财政局": {"完成缺日期"}} {
		data := sampleReturn(t, b.dir, "2024-09", bureau, mistakes)
		b.put(t, folder("inbox")+"/2024-09/"+bureau+".xlsx", data)
		if mistakes == nil {
			out["sample return.xlsx"] = data
		}
	}
	untouched, err := filepath.Glob(filepath.Join(b.dir, folder("issued"), "2024-09", "白沙镇*.xlsx"))
	if err != nil || len(untouched) != 1 {
		t.Fatalf("%v, %v", untouched, err)
	}
	b.put(t, folder("inbox")+"/2024-09/town.xlsx", read(untouched[0]))
	b.day = workbook.NewDate(2024, 10, 5)
	run(b.dir, exitErrors, "merge")
	run(b.dir, exitOK, "brief")
	run(b.dir, exitOK, "notice", "--issue")
	keep("slip.xlsx", b.dir, folder("corrections"), "2024-09", "财政局.xlsx")
	keep("consolidated workbook.xlsx", b.dir, folder("reports"), "2024-09", words.T("file.consolidated"))
	keep("brief.docx", b.dir, folder("reports"), "2024-09", words.T("file.brief"))
	keep("notice.docx", b.dir, folder("reports"), "2024-09", folder("notices"), "*.docx")

	// The year's end: a leader's marks, one of which is none, and the scores.
	run(b.dir, exitOK, "rating", "--issue", "--period", "2024")
	ratings := words.T("folder.ratings")
	keep("rating form.xlsx", b.dir, folder("issued"), "2024", ratings, "*.xlsx")
	b.put(t, folder("inbox")+"/2024/"+ratings+"/form.xlsx", rated(t, out["rating form.xlsx"], words, sheet.Str("很好"), sheet.Num(95)))
	run(b.dir, exitErrors, "rating", "--period", "2024")
	keep("rating slip.xlsx", b.dir, folder("corrections"), "2024", ratings, "*.xlsx")
	run(b.dir, exitOK, "score", "--period", "2024", "--notices")
	keep("scores.xlsx", b.dir, folder("reports"), "2024", words.T("file.score"))
	keep("score sheet.xlsx", b.dir, folder("reports"), "2024", words.T("scorenotice.sheet"), "发改局.xlsx")

	// What a document adds to the plan.
	added := filepath.Join(b.dir, "added.xlsx")
	run(b.dir, exitOK, "draft", speech, "--date", "2024-09-01", "-o", added)
	keep("additions.xlsx", added)
	form := templates.AcceptForm(words)
	first := workbook.ReadTable(form, workbook.FindSheet(form, readBookOf(t, "additions", out["additions.xlsx"])), "", workbook.Reading{}).Records[0]
	accepted, err := xlsx.Apply(out["additions.xlsx"], []xlsx.Edit{{Sheet: form.Sheet, Ref: first.Place(templates.ColAccept).Ref, Value: sheet.Str(words.ChoiceLabel("yes", "yes"))}})
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, added, accepted)
	before := read(filepath.Join(b.dir, words.T("file.plan")))
	run(b.dir, exitOK, "draft", "--apply", added)
	keep("plan with additions.xlsx", b.dir, words.T("file.plan"))
	if bytes.Equal(before, out["plan with additions.xlsx"]) {
		t.Fatal("nothing was added to the plan")
	}

	// The county's workbook is its return to the prefecture.
	above := t.TempDir()
	putPlan(above, "# 参数\n| 参数 | 值 |\n| 县市 | 东山市 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | ds-2024 |\n# 单位\n| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |\n| QS | 青山县 | 县区 | 是 |\n| SJ | 市教育局 | 市直 | |\n"+
		"# 任务\n| 任务编号 | 重点任务 | 牵头单位 |\n| P1 | 市级任务 | 市教育局 |\n")
	run(above, exitOK, "issue", "--period", "2024-09")
	keep("prefecture's template.xlsx", above, folder("issued"), "2024-09", "市教育局.xlsx")
	writeFile(t, filepath.Join(above, folder("inbox"), "2024-09", "county.xlsx"), out["consolidated workbook.xlsx"])
	run(above, exitOK, "merge")
	keep("prefecture's workbook.xlsx", above, folder("reports"), "2024-09", words.T("file.consolidated"))
	return &madeKinds{out, b.dir, above}
}

// openIn opens a workspace for reading and works a period's round out.
func openIn(t *testing.T, dir, period string) (*session, *round) {
	t.Helper()
	var said bytes.Buffer
	a := &app{in: bytes.NewReader(nil), out: &said, err: &said, now: time.Now, dir: dir}
	if err := a.chooseLanguage([]string{"-C", dir}); err != nil {
		t.Fatal(err)
	}
	s, err := a.open(false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	p, _ := workbook.ParsePeriod(period)
	rounds, err := s.rounds(p)
	if err != nil {
		t.Fatal(err)
	}
	return s, rounds[len(rounds)-1]
}

func readBookOf(t *testing.T, name string, data []byte) *sheet.Book {
	t.Helper()
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return book
}

// sampleReturn fills a bureau's workbook in as the demo does, with mistakes.
func sampleReturn(t *testing.T, dir, period, bureau string, mistakes []string) []byte {
	t.Helper()
	s, r := openIn(t, dir, period)
	f := &filler{s: s, r: r, data: newSampleData(&sheet.Book{}), period: r.period, due: s.plan.DueDay(r.period), layouter: templates.NewLayouter(s.forms, s.rules, s.ws.words), writer: &xlsx.Writer{}}
	data, err := f.file(s.plan.Directory.Bureau(bureau), mistakes, map[string]string{})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// rated types marks into a rating form, one below the other.
func rated(t *testing.T, form []byte, words *templates.Catalogue, marks ...sheet.Value) []byte {
	t.Helper()
	var edits []xlsx.Edit
	for _, s := range readBookOf(t, "rating form", form).Sheets {
		for _, row := range s.Rows {
			for _, c := range row.Cells {
				if strings.TrimSuffix(c.Value.Text, "*") == words.T("rating.col-mark") {
					for i, mark := range marks {
						edits = append(edits, xlsx.Edit{Sheet: s.Name, Ref: sheet.At(row.N+1+i, c.Col), Value: mark})
					}
				}
			}
		}
	}
	if len(edits) != len(marks) {
		t.Fatalf("%d of %d marks have a place", len(edits), len(marks))
	}
	data, err := xlsx.Apply(form, edits)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// typedInto types texts and numbers into cells of a workbook's first sheet.
func typedInto(t *testing.T, data []byte, typed map[string]string) []byte {
	t.Helper()
	first := readBookOf(t, "to type into", data).Sheets[0].Name
	var edits []xlsx.Edit
	for ref, text := range typed {
		at, _ := sheet.ParseRef(ref)
		edit := xlsx.Edit{Sheet: first, Ref: at, Value: sheet.Str(text)}
		if n, _, ok := workbook.ParseNumber(text, ""); ok {
			edit.Value = sheet.Num(n)
		}
		edits = append(edits, edit)
	}
	data, err := xlsx.Apply(data, edits)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// objected gives, by cell, an objection and a score of one's own to type into the first line of a score sheet.
func objected(book *sheet.Book, words *templates.Catalogue) map[string]string {
	out := map[string]string{}
	for _, row := range book.Sheets[0].Rows {
		for _, c := range row.Cells {
			for key, text := range map[string]string{"self-score": "12.5", "objection": "缺一次报送，有收文记录", "objection-evidence": "附件1"} {
				if strings.TrimSuffix(c.Value.Text, "*") == words.T("scorecol."+key) {
					out[sheet.At(row.N+1, c.Col).String()] = text
				}
			}
		}
	}
	return out
}

// Every kind of workbook is in order as Excel wants it, in both languages: parts, elements in their order, limits, relationships.
func TestEveryKindIsInOrder(t *testing.T) {
	for _, lang := range templates.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			made := everyKind(t, lang).files
			for _, k := range kinds {
				data := made[k.name]
				delete(made, k.name)
				if filepath.Ext(k.name) != ".xlsx" {
					if _, err := docx.Read(data); err != nil {
						t.Errorf("%s: %v", k.name, err)
					}
					continue
				}
				for _, fault := range xlsxcheck.Check(data) {
					t.Errorf("%s: %s", k.name, fault)
				}
			}
			for name := range made {
				t.Errorf("%s is made and not in the list", name)
			}
		})
	}
}
