package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/cmd/duban/round"
	"duban/seeds/sample"
	"duban/templates"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/numeral"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// kindsPlan has a task of every measure, lists that are filled in weekly, monthly and on a day, a round for that day, and names and texts
// that are difficult in XML, formulas and print.
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
| T1 | 坚定不移推动项目 & 产业提质 | '=SUM(A1:A3) 不是公式 | “一区”<两园>\n建成 | 数量 | 发改局 | 财政局 | 赵县长 | 9月20日前 | 2024-09-20 | 个 | 累计 | 2 | 40 | | |
| T2 | 坚定不移推动项目 & 产业提质 | '-开工建设_x0041_园区😀 | 两侧空格 | 事项 | 发改局 | | | | 2024-10-31 | | | | | | |
| T3 | 城建 | 新建道路 | | 项目 | 发改局 | | | | 2024-10-31 | | | | | | |
| T4 | 农业 | 村级改革 | | 分段 | 财政局 | | | | 2024-10-31 | 处 | | | | | |
| T5 | 经济 | 主要数字 | | 指标 | 发改局 | | | | 2024-10-31 | | | | | | |
| T6 | 农业 | 改造农田 | | 数量 | 财政局 | | | | 2024-10-31 | 亩 | 累计 | | 800 | | |
| T7 | 农业 | 调度 | | 例行 | 白沙镇（“开发区”） & <试验区> | | | 每月底前 | 2024-12-31 | 次 | | | | | 每月 |
| T8 | 稳定 | 专项 | | 事项 | 财政局 | | | | 2024-12-31 | | | | | 是 | |
| T9 | 经济 | 外出招商 | | 数量 | 发改局 | | | | 2024-12-31 | 批 | 当期 | | 40 | | 每周 |
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
# 表样
| 表名 | 列名 | 类型 | 必填 | 频次 | 适用单位 | 可选项 | 说明 |
| 外出 & <招商> | 外出日期 | 日期 | 是 | 每周 | 发改局、财政局 | | 出发当天的日期。 |
| 外出 & <招商> | 对接企业 | 文本 | 是 | 每周 | 发改局、财政局 | | |
| 外出 & <招商> | 计划投资（亿元） | 数值 | | 每周 | 发改局、财政局 | | |
| 外出 & <招商> | 进展阶段 | 选项 | 是 | 每周 | 发改局、财政局 | 洽谈 & 考察、“签约”、<落地> | |
| 惠企政策 | 政策名称 | 文本 | 是 | 每月 | 发改局、财政局 | | |
| 惠企政策 | 惠及企业数 | 数值 | 是 | 每月 | 发改局、财政局 | | |
| 开工项目 | 开工企业 | 文本 | 是 | 一次性 | 白沙镇（“开发区”） & <试验区> | | |
# 专项调度
| 调度日 | 专项名称 | 调度内容 | 报送截止 |
| 2024-09-18 | “集中开工” & <观摩> | 城建、开工项目 | 2024-09-19 |
# 计分办法
| 编号 | 部分 | 计分项 | 分值 | 取数 | 计分方法 | 汇总方式 |
| S1 | 任务 & <实绩> | “完成” & 进度 | 35 | 任务 | 按完成率 | |
| S2 | 任务 & <实绩> | 各期进度 | 10 | 任务按期 | 按完成率 | |
| S3 | 任务 & <实绩> | 指标 | 10 | 指标 | 按完成率 | |
| S4 | 报送 | 逐期报送 | 10 | 期 | 报送赋分 | 平均 |
| S5 | 报送 | 全年报送 | 5 | 报送 | 扣完为止 | |
| S6 | 报送 | 逾期 | 5 | 单位 | 逾期按件扣 | |
| S7 | 评议 | 评议 | 25 | 评议 | 评议折算 | 分组加权 |
| J1 | 加减分 | 表彰 | 0 | 事件 | 按级别计分 | |
| J2 | 加减分 | 其他 | 0 | 加减分 | 直接计入 | |
# 计分部分
| 部分 | 权重 |
| 任务 & <实绩> | 60 |
| 报送 | 20 |
| 评议 | 20 |
# 事件
| 事件编号 | 单位 | 计分项 | 事件 | 级别 | 日期 | 批准人 |
| E1 | 发改局 | J1 | '=承办现场会 & <观摩> | 省级 | 2024-10-10 | 李四 |
# 加减分
| 编号 | 单位 | 计分项 | 加减分 | 事项 | 依据 | 批准人 | 批准日期 | 冲销编号 |
| '1 | 财政局 | J2 | 1 | '-牵头“攻坚” | 会议纪要3号 | 李四 | 2024-12-10 | |
# 评议组
| 评议组 | 评议主体 | 权重 | 评议对象 | 匿名 | 成员 |
| 县领导 | 领导 | 3 | 单位 | | 赵县长 |
`

// The rounds in which the kinds are made. The weekly and the special round are in the first month; of the months the second is kept, as it
// has a past.
const (
	kindsWeek   = "2024-W37"
	kindsDay    = "2024-S0918"
	kindsBefore = "2024-09"
	kindsMonth  = "2024-10"
)

// kindsSamples is what bureaus enter: texts that two of them have in common, rows of lists, two of them with something that is not a
// figure, and problems that another bureau then sees in its own workbook.
const kindsSamples = `
# 填报
| 任务编号 | 期 | 进展状态 | 累计完成值 | 进展情况 |
| T1 | 2024-10 | 推进中 | 12 | '=组织二十家企业赴“外地”对接，并签订三项 <合作> & 协议 |
| T6 | 2024-10 | 推进中 | 300 | '=组织二十家企业赴“外地”对接，并签订三项 <合作> & 协议 |
# 清单填报
| 表名 | 单位 | 期 | 列1 | 列2 | 列3 | 列4 |
| 外出 & <招商> | 发改局 | 2024-W37 | 2024-09-10 | '=甲公司 & <乙> | 1.5 | “签约” |
| 外出 & <招商> | 发改局 | 2024-W37 | 2024-09-12 | '-丙公司_x0041_ | | 洽谈 & 考察 |
| 外出 & <招商> | 财政局 | 2024-W37 | 2024-09-11 | 丁公司 | 若干 | <落地> |
| 惠企政策 | 发改局 | 2024-10 | “免申即享”\n第二批 | 120 | | |
| 惠企政策 | 财政局 | 2024-10 | 贴息 | 若干 | | |
| 开工项目 | 白沙镇（“开发区”） & <试验区> | 2024-S0918 | 戊公司 | | | |
# 问题填报
| 单位 | 期 | 任务编号 | 问题 | 卡在环节 | 需协调单位 | 责任人 | 要求办结日期 | 级别 | 是否办结 | 办结日期 |
| 发改局 | 2024-W37 | T9 | “环评” & <能评> 未批 | 审批 | 财政局 | 王五 | 2024-09-25 | 县市级 | | |
| 发改局 | 2024-10 | T2 | '=用地未落实 | 选址 | 白沙镇（“开发区”） & <试验区> | 赵六 | 2024-11-20 | 县市级 | | |
| 财政局 | 2024-10 | T4 | 两村界线有争议 | 勘界 | 没有这个局 | 孙七 | 2024-10-31 | 部门 | | |
`

// madeKinds holds files of every kind, by the names in kinds, and the workspaces in which they were made.
type madeKinds struct {
	files              map[string][]byte
	county, prefecture string
}

// kindMaker makes a file of each kind in a language.
type kindMaker struct {
	*bench
	t     *testing.T
	lang  string
	words *templates.Catalogue
	files map[string][]byte
}

// everyKind makes a file of each kind in a language, as a county does in its first weeks, at the end of the month and at the end of the
// year, and as a prefecture above it does.
func everyKind(t *testing.T, lang string) *madeKinds {
	t.Helper()
	b := &bench{dir: t.TempDir(), loaded: map[string]*templates.Catalogue{}}
	for _, l := range templates.Languages() {
		b.loaded[l] = catalogue(t, l)
	}
	k := &kindMaker{bench: b, t: t, lang: lang, words: b.loaded[lang], files: map[string][]byte{}}
	fresh := t.TempDir()
	k.beginning(fresh)
	k.putPlan(b.dir, kindsPlan)
	k.weekAndDay()
	k.months()
	k.year()
	k.additions(filepath.Join(fresh, "speech.txt"))
	above := t.TempDir()
	k.above(above)
	return &madeKinds{k.files, b.dir, above}
}

func (k *kindMaker) folder(key string) string { return k.words.T("folder." + key) }

// must runs a command in a workspace and fails the test if its exit code is not the wanted one.
func (k *kindMaker) must(dir string, want int, args ...string) {
	k.t.Helper()
	if code, out := k.run(dir, archive.Disk{}, append(args, "--lang", k.lang)...); code != want {
		k.t.Fatalf("%v: exit %d\n%s", args, code, out)
	}
}

func (k *kindMaker) read(path string) []byte {
	k.t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		k.t.Fatal(err)
	}
	return data
}

// keep keeps the first file that matches a path with wildcards as that of a kind.
func (k *kindMaker) keep(name string, path ...string) {
	k.t.Helper()
	found, err := filepath.Glob(filepath.Join(path...))
	if err != nil || len(found) == 0 {
		k.t.Fatalf("%s: no file %s", name, filepath.Join(path...))
	}
	k.files[name] = k.read(found[0])
}

func (k *kindMaker) putPlan(dir, tables string) {
	k.t.Helper()
	writePlanIn(k.t, k.words, filepath.Join(dir, k.words.T("file.plan")), tables)
}

// send puts a bureau's filled-in workbook of a round into the inbox.
func (k *kindMaker) send(period, bureau string, mistakes ...string) []byte {
	k.t.Helper()
	data := sampleReturn(k.t, k.dir, period, bureau, mistakes)
	k.put(k.t, k.folder("inbox")+"/"+period+"/"+archive.SafeName(bureau+".xlsx"), data)
	return data
}

// beginning makes an empty plan, and the draft of a document.
func (k *kindMaker) beginning(dir string) {
	k.day = calendar.NewDate(2024, 9, 13)
	k.must(dir, exitOK, "init", "empty")
	k.keep("empty plan.xlsx", dir, "empty", k.words.T("file.plan"))
	speech := filepath.Join(dir, "speech.txt")
	writeFile(k.t, speech, []byte("2024年9月1日\n由发改局牵头，9月底前完成8个重点项目开工。\n由商务局负责，每月外出招商2次。\n"))
	k.must(dir, exitOK, "draft", speech, "--date", "2024-09-01", "-o", filepath.Join(dir, "draft.xlsx"))
	k.keep("draft.xlsx", dir, "draft.xlsx")
}

// weekAndDay makes a weekly round, in which a list has something that is not a figure, and a special round.
func (k *kindMaker) weekAndDay() {
	k.must(k.dir, exitOK, "issue", "--period", kindsWeek)
	k.keep("weekly template.xlsx", k.dir, k.folder("issued"), kindsWeek, "发改局.xlsx")
	k.send(kindsWeek, "发改局")
	k.send(kindsWeek, "财政局")
	k.day = calendar.NewDate(2024, 9, 16)
	k.must(k.dir, exitErrors, "merge")
	k.keep("weekly slip.xlsx", k.dir, k.folder("corrections"), kindsWeek, "财政局.xlsx")
	k.keep("weekly workbook.xlsx", k.dir, k.folder("reports"), kindsWeek, k.words.T("file.consolidated"))

	k.must(k.dir, exitOK, "issue", "--period", "2024-09-18")
	k.keep("special round's template.xlsx", k.dir, k.folder("issued"), kindsDay, "发改局.xlsx")
	k.send(kindsDay, "发改局")
	k.send(kindsDay, "白沙镇（“开发区”） & <试验区>")
	k.day = calendar.NewDate(2024, 9, 19)
	k.must(k.dir, exitOK, "merge", "--period", "2024-09-18")
	k.keep("special round's workbook.xlsx", k.dir, k.folder("reports"), kindsDay, k.words.T("file.consolidated"))
}

// months makes a county's first and second month: one bureau's return is good, one has errors, and one bureau sends its workbook back
// untouched.
func (k *kindMaker) months() {
	k.day = calendar.NewDate(2024, 9, 20)
	k.must(k.dir, exitOK, "issue", "--period", kindsBefore)
	k.send(kindsBefore, "发改局")
	k.send(kindsBefore, "财政局")
	k.day = calendar.NewDate(2024, 10, 5)
	k.must(k.dir, exitOK, "merge")

	k.day = calendar.NewDate(2024, 10, 20)
	k.must(k.dir, exitOK, "issue", "--period", kindsMonth)
	k.keep("template.xlsx", k.dir, k.folder("issued"), kindsMonth, "发改局.xlsx")
	k.keep("distribution list.xlsx", k.dir, k.folder("issued"), kindsMonth, k.words.T("file.distribution"))
	k.files["sample return.xlsx"] = k.send(kindsMonth, "发改局")
	k.send(kindsMonth, "财政局", "完成缺日期")
	k.keep("untouched", k.dir, k.folder("issued"), kindsMonth, "白沙镇*.xlsx")
	k.put(k.t, k.folder("inbox")+"/"+kindsMonth+"/town.xlsx", k.files["untouched"])
	delete(k.files, "untouched")
	k.day = calendar.NewDate(2024, 11, 5)
	k.must(k.dir, exitErrors, "merge")
	k.must(k.dir, exitOK, "brief")
	k.must(k.dir, exitOK, "notice", "--issue")
	reports := filepath.Join(k.dir, k.folder("reports"), kindsMonth)
	k.keep("slip.xlsx", k.dir, k.folder("corrections"), kindsMonth, "财政局.xlsx")
	k.keep("consolidated workbook.xlsx", reports, k.words.T("file.consolidated"))
	k.keep("brief.docx", reports, k.words.T("file.brief"))
	k.keep("notice.docx", reports, k.folder("notices"), "*.docx")
}

// year makes the end of a year: a leader's marks, one of them not a number, the scores, and a bureau's objection to its own.
func (k *kindMaker) year() {
	k.must(k.dir, exitOK, "rating", "--issue", "--period", "2024")
	ratings := k.folder("ratings")
	k.keep("rating form.xlsx", k.dir, k.folder("issued"), "2024", ratings, "*.xlsx")
	marked := rated(k.t, k.files["rating form.xlsx"], k.words, sheet.Str("很好"), sheet.Num(95))
	k.put(k.t, k.folder("inbox")+"/2024/"+ratings+"/form.xlsx", marked)
	k.must(k.dir, exitErrors, "rating", "--period", "2024")
	k.keep("rating slip.xlsx", k.dir, k.folder("corrections"), "2024", ratings, "*.xlsx")
	k.must(k.dir, exitOK, "score", "--period", "2024", "--notices")
	k.keep("score sheet.xlsx", k.dir, k.folder("reports"), "2024", k.folder("score-sheets"), "发改局.xlsx")
	given := k.files["score sheet.xlsx"]
	k.put(k.t, k.folder("inbox")+"/2024/objected.xlsx", typedInto(k.t, given, objected(readBookOf(k.t, "score sheet", given), k.words)))
	k.must(k.dir, exitOK, "objection", "--period", "2024")
	k.must(k.dir, exitOK, "score", "--period", "2024")
	k.keep("scores.xlsx", k.dir, k.folder("reports"), "2024", k.words.T("file.score"))
}

// additions makes the draft of what a document adds to the plan, and the plan with it.
func (k *kindMaker) additions(speech string) {
	added := filepath.Join(k.dir, "added.xlsx")
	k.must(k.dir, exitOK, "draft", speech, "--date", "2024-09-01", "-o", added)
	k.keep("additions.xlsx", added)
	form := templates.AcceptForm(k.words)
	book := readBookOf(k.t, "additions", k.files["additions.xlsx"])
	first := workbook.ReadTable(form, workbook.FindSheet(form, book), "", workbook.Reading{}).Records[0]
	yes := xlsx.Edit{Sheet: form.Sheet, Ref: first.Place(templates.ColAccept).Ref, Value: sheet.Str(k.words.ChoiceLabel("yes", "yes"))}
	accepted, err := xlsx.Apply(k.files["additions.xlsx"], []xlsx.Edit{yes})
	if err != nil {
		k.t.Fatal(err)
	}
	writeFile(k.t, added, accepted)
	before := k.read(filepath.Join(k.dir, k.words.T("file.plan")))
	k.must(k.dir, exitOK, "draft", "--apply", added)
	k.keep("plan with additions.xlsx", k.dir, k.words.T("file.plan"))
	if bytes.Equal(before, k.files["plan with additions.xlsx"]) {
		k.t.Fatal("nothing was added to the plan")
	}
}

// above makes the files of a prefecture, to which the county's consolidated workbook is a return.
func (k *kindMaker) above(dir string) {
	k.putPlan(dir, "# 参数\n| 参数 | 值 |\n| 县市 | 东山市 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | ds-2024 |\n"+
		"# 单位\n| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |\n| QS | 青山县 | 县区 | 是 |\n| SJ | 市教育局 | 市直 | |\n"+
		"# 任务\n| 任务编号 | 重点任务 | 牵头单位 |\n| P1 | 市级任务 | 市教育局 |\n")
	k.must(dir, exitOK, "issue", "--period", kindsMonth)
	k.keep("prefecture's template.xlsx", dir, k.folder("issued"), kindsMonth, "市教育局.xlsx")
	writeFile(k.t, filepath.Join(dir, k.folder("inbox"), kindsMonth, "county.xlsx"), k.files["consolidated workbook.xlsx"])
	k.must(dir, exitOK, "merge")
	k.keep("prefecture's workbook.xlsx", dir, k.folder("reports"), kindsMonth, k.words.T("file.consolidated"))
}

// openIn opens a workspace for reading and works out a period's round.
func openIn(t *testing.T, dir, period string) (*session, *round.Round) {
	t.Helper()
	var said bytes.Buffer
	a := &app{in: bytes.NewReader(nil), out: &said, err: &said, now: time.Now, disk: ownDisk(), dir: dir}
	if err := a.chooseLanguage([]string{"-C", dir}); err != nil {
		t.Fatal(err)
	}
	s, err := a.open(false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	p, _ := calendar.ParsePeriod(period)
	rounds, err := s.Rounds(p)
	if err != nil {
		t.Fatal(err)
	}
	return s, rounds[len(rounds)-1]
}

// pipeBook makes a workbook from pipe tables.
func pipeBook(t testing.TB, tables string) *sheet.Book {
	t.Helper()
	sheets, err := sheet.ParsePipe(tables)
	if err != nil {
		t.Fatal(err)
	}
	return &sheet.Book{Sheets: sheets}
}

func readBookOf(t *testing.T, name string, data []byte) *sheet.Book {
	t.Helper()
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return book
}

// sampleReturn gives a bureau's workbook, filled in as the demo does, with the given mistakes.
func sampleReturn(t *testing.T, dir, period, bureau string, mistakes []string) []byte {
	t.Helper()
	s, r := openIn(t, dir, period)
	f, err := s.filler(r, sample.NewData(pipeBook(t, kindsSamples)))
	if err != nil {
		t.Fatal(err)
	}
	book, err := f.Return(s.Plan.Directory.Bureau(bureau), mistakes, nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := xlsx.Write(book)
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
		if n, _, ok := numeral.Parse(text, ""); ok {
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

// objected gives, by cell, an objection and an own score to type into the first line of a score sheet.
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
