package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duban/templates"
	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// secretPlan has status-only tasks (仅报状态) of every measure. Texts that must not be shown contain the character 密 or one of secretFigures.
const secretPlan = `
# 参数
| 参数 | 值 |
| 县市 | 青山县 |
| 文件日期 | 2024-09-01 |
| 计划编号 | qs-2024 |
# 单位
| 单位编码 | 单位名称 | 单位类别 |
| GA | 公安局 | 市直部门 |
| CZ | 财政局 | 市直部门 |
| BSZ | 白沙镇 | 镇区 |
# 任务
| 任务编号 | 领域 | 重点任务 | 目标要求 | 计量方式 | 牵头单位 | 配合单位 | 分管领导 | 时限原文 | 完成日期 | 计量单位 | 口径 | 基数 | 目标值 | 仅报状态 | 急办 | 出处 | 备注 |
| T1 | 稳定 | 专项一 | 密目标一 | 数量 | 公安局 | 财政局 | 密领导 | 密时限 | 2024-09-20 | 密单位 | 累计 | 31 | 918273 | 是 | 是 | 密出处 | 密备注 |
| T2 | 稳定 | 专项二 | 密目标二 | 事项 | 公安局 | | | | 2024-10-31 | | | | | 是 | | | |
| T3 | 稳定 | 专项三 | 密目标三 | 项目 | 公安局 | | | | 2024-10-31 | | | | | 是 | | | |
| T4 | 稳定 | 专项四 | 密目标四 | 分段 | 公安局 | | | | 2024-10-31 | 处 | | | | 是 | | | |
| T5 | 稳定 | 专项五 | 密目标五 | 指标 | 公安局 | | | | 2024-10-31 | | | | | 是 | | | |
| T6 | 稳定 | 专项六 | 密目标六 | 数量 | 公安局 | | | | 2024-10-31 | 处 | 累计 | | 827364 | 是 | | | |
| T9 | 财政 | 编制预算 | 按时上报 | 事项 | 财政局 | | | 年底前 | 2024-12-31 | | | | | | | | |
# 节点
| 任务编号 | 节点编号 | 节点名称 | 责任单位 | 完成日期 |
| T2 | 1 | 密节点一 | 公安局 | 2024-09-10 |
| T2 | 2 | 密节点二 | 公安局 | 2024-10-20 |
# 分段
| 任务编号 | 阶段序号 | 阶段名称 | 折算值 | 期初数 |
| T4 | 1 | 密阶段一 | 0 | 73645 |
| T4 | 2 | 密阶段二 | 100 | 1 |
# 分配
| 任务编号 | 单位 | 目标值 |
| T6 | 公安局 | 511111 |
| T6 | 白沙镇 | 316253 |
# 指标
| 指标编号 | 指标名称 | 任务编号 | 责任单位 | 计量单位 | 计划值 | 最新值 |
| Z1 | 密指标 | T5 | 公安局 | 件 | 546372 | 6.5 |
# 项目
| 任务编号 | 项目名称 | 环节序号 | 环节 | 责任单位 | 计划完成日期 | 总投资 | 年度计划投资 |
| T3 | 密项目 | 1 | 密环节一 | 公安局 | 2024-09-15 | 635241 | 524136 |
| T3 | 密项目 | 2 | 密环节二 | 公安局 | 2024-10-20 | | |
# 计分办法
| 编号 | 计分项 | 分值 | 取数 | 计分方法 | 排名依据 |
| S1 | 完成 | 40 | 任务 | 按完成率 | |
| S2 | 按期进展 | 30 | 任务按期 | 按完成率 | |
| S3 | 主要数字 | 20 | 指标 | 按完成率 | |
| S4 | 总体 | 10 | 单位 | 按完成率 | |
| S5 | 单列 | 10 | 单位 | 单列数 | |
| S6 | 分期 | 10 | 期 | 按完成率 | |
| S7 | 横比 | 10 | 单位 | 与最优比 | '=[@完成率] |
| S8 | 比低 | 10 | 单位 | 与最低比 | '=[@完成率]*100 |
| S9 | 数字横比 | 10 | 指标 | 与最优比 | '=[@完成值] |
# 计分方法
| 方法名称 | 公式 | 说明 |
| 单列数 | '=ROUND([@分值]*MIN(1,[@密指标]/[@密指标·计划]),2) | 密说明 |
# 评议组
| 评议组 | 评议主体 | 权重 | 评议对象 | 匿名 | 成员 |
| 牵头单位 | 牵头单位 | 2 | 逐项任务 | | 公安局 |
# 变更
| 变更编号 | 变更对象 | 对象编号 | 字段 | 原值 | 新值 | 生效日期 | 原因 | 批准人 | 批准日期 |
| B1 | 任务 | T2 | 完成日期 | 2024-10-31 | 2024-11-23 | 2024-10-01 | 密变更原因 | 密批准人 | 2024-10-01 |
# 核定
| 任务编号 | 单位 | 期 | 字段 | 核定值 | 原因 | 核定人 |
| T1 | 公安局 | 2024-10 | 累计完成值 | 435261 | 密核定原因 | 密核定人 |
# 豁免
| 规则编码 | 单位 | 期 | 任务编号 | 原因 | 批准人 |
| overdue-without-word | 公安局 | | T1 | 密豁免原因 | 密豁免人 |
`

// secretFigures lists figures of those tasks, from the plan, the returns and calculations.
var secretFigures = []string{"918273", "645372", "435261", "827364", "511111", "316253", "546372", "536271", "635241", "524136", "73645", "2024-09-20", "2024年9月20日", "2024-11-23", "2024年11月23日"}

// secretShares lists completions of those tasks, and of bureaus that have no others. Scores are worked out from them, so a scoring workbook
// with formulas must contain them, in cells that show nothing.
var secretShares = []string{"0.7028", "70.28", "0.474", "47.4", "0.9815", "98.15", "31.99", "0.3198", "0.3199", "31.98"}

// Of a status-only task (仅报状态), nothing but number, title, bureau, status and light is in anything that others read: the consolidated
// workbook and its charts, the brief, notices, exports, scores, score sheets, rating forms, and a prefecture's outputs.
func TestStatusOnlyInEveryOutput(t *testing.T) {
	root := t.TempDir()
	dir, prefecture := filepath.Join(root, "县"), filepath.Join(root, "市")
	writePlan(t, filepath.Join(dir, "任务总表.xlsx"), secretPlan)
	for _, month := range []string{"2024-09", "2024-10"} {
		p, _ := calendar.ParsePeriod(month)
		must(t, dir, p.First().AddDays(19), "issue", "--period", month)
		for _, bureau := range []string{"公安局", "财政局"} {
			fillSecretly(t, dir, month, bureau)
		}
		runIn(t, dir, p.Last().AddDays(2), "receive")
		must(t, dir, p.Last().AddDays(3), "merge", "--period", month)
		must(t, dir, p.Last().AddDays(3), "brief", "--period", month)
		must(t, dir, p.Last().AddDays(3), "notice", "--issue", "--period", month)
		must(t, dir, p.Last().AddDays(3), "export", "--period", month)
	}
	day := calendar.NewDate(2024, 11, 5)
	must(t, dir, day, "score", "--period", "2024", "--notices")
	must(t, dir, day, "rating", "--issue", "--period", "2024")
	// explain shows the figures of a status-only task for checking, and says so.
	if _, said := runIn(t, dir, day, "explain", "T6", "--period", "2024-10"); !strings.Contains(said, "仅报状态的任务") {
		t.Errorf("T6 is explained without a word that it is status only:\n%s", said)
	}
	if _, said := runIn(t, dir, day, "explain", "T9", "--period", "2024-10"); strings.Contains(said, "仅报状态的任务") {
		t.Errorf("T9 is not status only:\n%s", said)
	}
	writePlan(t, filepath.Join(prefecture, "任务总表.xlsx"), "# 参数\n| 参数 | 值 |\n| 县市 | 东山市 |\n| 文件日期 | 2024-09-01 |\n| 计划编号 | ds-2024 |\n"+
		"# 单位\n| 单位编码 | 单位名称 | 单位类别 | 报送总台账 |\n| QS | 青山县 | 县区 | 是 |\n# 任务\n| 任务编号 | 重点任务 |\n")
	must(t, prefecture, day, "issue", "--period", "2024-10")
	data, err := os.ReadFile(filepath.Join(dir, "报告", "2024-10", "汇总.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(prefecture, "回收", "2024-10", "青山县.xlsx"), data)
	for _, verb := range [][]string{{"merge"}, {"brief"}, {"notice", "--issue"}, {"export"}} {
		must(t, prefecture, day, append(verb, "--period", "2024-10")...)
	}
	words, err := templates.LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	allInOrderForExcel(t, dir, words, "任务总表.xlsx", "下发/2024-10/公安局.xlsx", "下发/2024-10/分发清单.xlsx", "下发/2024/评议/牵头单位 公安局.xlsx", "报告/2024-10/汇总.xlsx",
		"报告/2024/得分.xlsx", "报告/2024/得分告知单/公安局.xlsx")
	allInOrderForExcel(t, prefecture, words, "报告/2024-10/汇总.xlsx")
	kinds, unseen := map[string]int{}, 0
	for _, ws := range []string{dir, prefecture} {
		err := filepath.WalkDir(filepath.Join(ws, "报告"), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			kinds[filepath.Ext(path)]++
			rel, _ := filepath.Rel(root, path)
			secrets := append(append([]string{"密"}, secretFigures...), secretShares...)
			parts := textsOf(t, path)
			if filepath.Base(rel) == "得分.xlsx" {
				unseen += withoutUnseen(parts)
			}
			for part, text := range parts {
				for _, secret := range secrets {
					if at := strings.Index(text, secret); at >= 0 {
						t.Errorf("%s, %s tells …%s…", rel, part, text[max(0, at-60):min(len(text), at+60)])
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range []string{".xlsx", ".docx", ".md", ".txt", ".csv", ".jsonl", ".parquet"} {
		if kinds[kind] == 0 {
			t.Errorf("no %s was looked at: %v", kind, kinds)
		}
	}
	if unseen == 0 {
		t.Error("no cell of the scoring workbook holds what the scores are worked out from")
	}
	// The search works: the bureau's own workbook of the next month does repeat its texts.
	must(t, dir, day, "issue", "--period", "2024-11")
	found := false
	for _, text := range textsOf(t, filepath.Join(dir, "下发", "2024-11", "公安局.xlsx")) {
		found = found || strings.Contains(text, "密进展") && strings.Contains(text, "密目标")
	}
	if !found {
		t.Error("the bureau's own workbook does not repeat what it said: the search proves nothing")
	}
}

// withoutUnseen removes the cells that show nothing from a workbook's parts, and counts them.
func withoutUnseen(parts map[string]string) int {
	styles := parts["xl/styles.xml"]
	format := regexp.MustCompile(`numFmtId="(\d+)" formatCode=";;;"|formatCode=";;;" numFmtId="(\d+)"`).FindStringSubmatch(styles)
	if format == nil {
		return 0
	}
	_, xfs, _ := strings.Cut(styles, "<cellXfs")
	xfs, _, _ = strings.Cut(xfs, "</cellXfs>")
	n := 0
	for i, xf := range regexp.MustCompile(`<xf [^>]*>`).FindAllString(xfs, -1) {
		if !strings.Contains(xf, `numFmtId="`+format[1]+format[2]+`"`) {
			continue
		}
		cell := regexp.MustCompile(fmt.Sprintf(`<c [^>]*s="%d"(?: [^>/]*)?>.*?</c>`, i))
		for name, text := range parts {
			if strings.HasPrefix(name, "xl/worksheets/") {
				n += len(cell.FindAllString(text, -1))
				parts[name] = cell.ReplaceAllString(text, "")
			}
		}
	}
	return n
}

// textsOf gives the texts of a file, by part if it is a package.
func textsOf(t *testing.T, path string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return partsOf(t, data)
}

// partsOf gives the parts of a package, or the whole file if it is not one.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return map[string]string{"the file": string(data)}
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(part)
	}
	return out
}

// fillSecretly fills in a bureau's workbook with content that must not be shown to others.
func fillSecretly(t *testing.T, dir, month, bureau string) {
	t.Helper()
	path := filepath.Join(dir, "下发", month, bureau+".xlsx")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book := readBookFile(t, path)
	var edits []xlsx.Edit
	put := func(name, mark, id, heading string, v sheet.Value) {
		s := book.Sheet(name)
		if s == nil {
			return
		}
		row, col := rowWith(s, 1, id), columnsOf(s, mark)
		if row == 0 && id == "" {
			for _, r := range s.Rows {
				if c := r.Cell(1); c != nil && strings.HasPrefix(c.Value.Text, "问题编号") {
					row = r.N + 1
				}
			}
		}
		if row > 0 && col[heading] > 0 {
			edits = append(edits, xlsx.Edit{Sheet: name, Ref: sheet.At(row, col[heading]), Value: v})
		}
	}
	for _, id := range []string{"T1", "T2", "T3", "T4", "T5", "T6", "T9"} {
		hide := "密"
		if id == "T9" {
			hide = ""
		}
		for heading, text := range map[string]string{"进展状态": "推进中", "进展情况": hide + "进展" + id + month, "存在问题及原因": hide + "问题", "下步措施": hide + "措施",
			"佐证材料": hide + "材料", "情况说明": hide + "说明"} {
			put("任务进展", "进展状态", id, heading, sheet.Str(text))
		}
	}
	put("任务进展", "进展状态", "T1", "累计完成值", sheet.Num(645372))
	put("任务进展", "进展状态", "T6", "累计完成值", sheet.Num(237000.5))
	put("节点进展", "节点状态", "T2", "节点状态", sheet.Str("推进中"))
	put("节点进展", "节点状态", "T2", "说明", sheet.Str("密节点说明"))
	put("项目进度", "环节状态", "T3", "环节状态", sheet.Str("推进中"))
	put("项目进度", "环节状态", "T3", "说明", sheet.Str("密环节说明"))
	put("分段进展", "本期数", "T4", "本期数", sheet.Num(73645))
	put("指标进展", "本期值", "Z1", "本期值", sheet.Num(536271))
	if bureau == "公安局" {
		put("问题清单", "问题编号", "", "任务编号", sheet.Str("T1"))
		put("问题清单", "问题编号", "", "问题", sheet.Str("密难题"))
		put("问题清单", "问题编号", "", "卡在环节", sheet.Str("密卡住"))
		put("问题清单", "问题编号", "", "责任人", sheet.Str("密责任人"))
	}
	if data, err = xlsx.Apply(data, edits); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "回收", month, bureau+".xlsx"), data)
}
