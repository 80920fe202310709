package document

import "testing"

func sample() *Document {
	return &Document{Blocks: []Block{
		Paragraph{Role: Title, Text: "标题"},
		Split{Left: "督查室", Right: "2024年10月8日"},
		Paragraph{Role: Heading1, Text: "一、总体情况"},
		Paragraph{Text: "完成率46.5%，*不是*重点，a_b|c。"},
		Paragraph{Text: "- 不是列表"},
		Table{Columns: []Column{{Heading: "单位"}, {Heading: "完成率", Align: Right}}, Rows: []Row{{Cells: []string{"发改局", "46.5"}}, {Cells: []string{"合\n计"}}}},
		Chart{Text: "图：各领域"},
		Table{Form: true, Columns: make([]Column, 2), Rows: []Row{{Cells: []string{"办结情况", ""}}}},
	}}
}

func TestMarkdown(t *testing.T) {
	want := "# 标题\n\n督查室　2024年10月8日\n\n---\n\n## 一、总体情况\n\n完成率46.5%，\\*不是\\*重点，a\\_b\\|c。\n\n\\- 不是列表\n\n" +
		"| 单位 | 完成率 |\n| --- | --: |\n| 发改局 | 46.5 |\n| 合 计 |  |\n\n\n*图：各领域*\n\n|  |  |\n| --- | --- |\n| 办结情况 |  |\n"
	if got := Markdown(sample()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestText(t *testing.T) {
	want := "标题\n督查室　　2024年10月8日\n一、总体情况\n完成率46.5%，*不是*重点，a_b|c。\n- 不是列表\n发改局　46.5\n合 计\n图：各领域\n办结情况：\n"
	if got := Text(sample()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
