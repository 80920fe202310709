package report

import (
	"math"
	"strings"
	"testing"

	"duban/workbook/calendar"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// cells is a table of a workbook as a reader sees it: its rows, each with values by heading.
type cells []map[string]sheet.Value

func cellsOf(t *testing.T, b *sheet.Book, name string) cells {
	t.Helper()
	s := b.Sheet(name)
	if s == nil {
		t.Fatalf("no sheet %s", name)
	}
	heads := map[int]string{}
	for _, c := range s.Row(tableHeadRow).Cells {
		heads[c.Col] = c.Value.Text
	}
	var out cells
	for r := tableHeadRow + 1; r <= s.LastRow(); r++ {
		row := map[string]sheet.Value{}
		for col, head := range heads {
			row[head] = s.Value(sheet.At(r, col))
		}
		out = append(out, row)
	}
	return out
}

// recount counts a table's tasks and computes its means by hand: of completions capped at 1, and of expectations, for which the completion
// stands in if there is none.
type recount struct {
	tasks        int
	class, light map[string]int
	done, due    float64
	compared     int
}

func (r *recount) add(row map[string]sheet.Value, class string) {
	if r.class == nil {
		r.class, r.light = map[string]int{}, map[string]int{}
	}
	r.tasks++
	r.class[class]++
	r.light[row["亮灯"].Text]++
	if c := row["完成率"]; c.Kind == sheet.Number && class != "未派发" {
		v := min(1, c.Num)
		r.done += v
		if e := row["应达进度"]; e.Kind == sheet.Number {
			v = e.Num
		}
		r.due += v
		r.compared++
	}
}

func (r *recount) percent(sum float64) string {
	if r.compared == 0 {
		return "—"
	}
	return sheet.Num(math.Round(sum/float64(r.compared)*1000) / 10).String()
}

// The figures of the first page, of the areas and of the bureaus are computed again from nothing but the ledger's cells in the written file.
func TestFiguresRecountedFromTheFile(t *testing.T) {
	sep, oct := smallRounds(t)
	data, err := xlsx.Write(Consolidated(oct, &History{Ledgers: []*Ledger{sep}}, catalogueOf(t, "zh")))
	if err != nil {
		t.Fatal(err)
	}
	b, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	asOf, yellow, red, ahead := float64(calendar.NewDate(2024, 10, 31)), 10.0, 30.0, 10.0
	var all recount
	areas, bureaus := map[string]*recount{}, map[string]*recount{}
	in := func(m map[string]*recount, key string) *recount {
		if m[key] == nil {
			m[key] = &recount{}
		}
		return m[key]
	}
	judged := 0
	for _, row := range cellsOf(t, b, "任务总台账") {
		class := row["类别"].Text
		if class == "" {
			class = row["计类别"].Text // the task is 仅报状态
		}
		if row["计任务"].Num == 1 {
			all.add(row, class)
			in(areas, row["计领域"].Text).add(row, class)
		}
		if row["计单位"].Num == 1 {
			in(bureaus, row["单位"].Text).add(row, class)
		}
		if class != row["类别"].Text || class == "已完成" || class == "未派发" || class == "" {
			continue
		}
		judged++
		done, expected, due := row["完成率"], row["应达进度"], row["完成时限"]
		gap := math.Round((done.Num-expected.Num)*1e11) / 1e9
		want, light := "达进度", "●绿灯"
		switch known := done.Kind == sheet.Number && expected.Kind == sheet.Number; {
		case due.Kind == sheet.Number && asOf > due.Num:
			want, light = "逾期", "■红灯"
		case !known:
			want, light = "其他", "—"
		case gap <= -red:
			want, light = "欠进度", "■红灯"
		case gap <= -yellow:
			want, light = "欠进度", "▲黄灯"
		case gap >= ahead:
			want, light = "超进度", "◆蓝灯"
		}
		if class != want || row["亮灯"].Text != light {
			t.Errorf("%s %s: %s %s in the ledger, %s %s by its figures", row["任务编号"], row["单位"], class, row["亮灯"], want, light)
		}
	}
	if judged < 10 {
		t.Fatalf("only %d rows were judged again", judged)
	}
	same := func(what string, row map[string]sheet.Value, r *recount) {
		t.Helper()
		if r == nil {
			t.Errorf("%s stands in no row of the ledger", what)
			return
		}
		if got := int(row["任务数"].Num); got != r.tasks {
			t.Errorf("%s: %d tasks, %d in the ledger", what, got, r.tasks)
		}
		for _, class := range []string{"已完成", "超进度", "达进度", "欠进度", "逾期", "其他", "未派发"} {
			if got := int(row[class].Num); got != r.class[class] {
				t.Errorf("%s, %s: %d, %d in the ledger", what, class, got, r.class[class])
			}
		}
		for _, light := range []string{"◆蓝灯", "●绿灯", "▲黄灯", "■红灯"} {
			if got := int(row[light].Num); got != r.light[light] {
				t.Errorf("%s, %s: %d, %d in the ledger", what, light, got, r.light[light])
			}
		}
		if got, due := row["平均完成率(%)"].String(), row["应达(%)"].String(); got != r.percent(r.done) || due != r.percent(r.due) {
			t.Errorf("%s: %s against %s, %s against %s in the ledger", what, got, due, r.percent(r.done), r.percent(r.due))
		}
	}
	rows := 0
	for _, row := range cellsOf(t, b, "分领域") {
		switch name := row["领域"].Text; {
		case name == "合计":
			same(name, row, &all)
			rows++
		case row["任务数"].Kind == sheet.Number:
			same(name, row, areas[name])
			rows++
		}
	}
	if rows != len(areas)+1 {
		t.Errorf("%d areas, %d in the ledger", rows-1, len(areas))
	}
	for _, row := range cellsOf(t, b, "分单位") {
		name := row["单位"].Text
		r := bureaus[name]
		if r == nil || row["任务数"].Kind != sheet.Number {
			continue
		}
		same(name, row, r)
		if row["类别内名次"].Kind != sheet.Number {
			continue
		}
		place := 1
		for _, other := range cellsOf(t, b, "分单位") {
			o := bureaus[other["单位"].Text]
			if o != nil && o.compared > 0 && other["单位类别"].Equal(row["单位类别"]) && other["类别内名次"].Kind == sheet.Number &&
				o.done/float64(o.compared) > r.done/float64(r.compared)+1e-9 {
				place++
			}
		}
		if got := int(row["类别内名次"].Num); got != place {
			t.Errorf("%s stands at place %d, %d by the ledger", name, got, place)
		}
	}
	page := b.Sheet("总览")
	cards := map[string]string{}
	for col := 1; col <= overviewCols; col += cardCols {
		cards[page.Value(sheet.At(6, col)).Text] = page.Value(sheet.At(7, col)).String()
	}
	for name, want := range map[string]string{
		"任务总数": sheet.Int(all.tasks).String(), "已完成": sheet.Int(all.class["已完成"]).String(), "逾期": sheet.Int(all.class["逾期"]).String(),
		"平均完成率": all.percent(all.done) + "%", "红灯和黄灯": sheet.Int(all.light["■红灯"] + all.light["▲黄灯"]).String(),
	} {
		if cards[name] != want {
			t.Errorf("the first page has %s %s, the ledger %s", name, cards[name], want)
		}
	}
	if said := page.Value(sheet.At(4, 1)).Text; !strings.Contains(said, "逾期 "+sheet.Int(all.class["逾期"]).String()+" 项") {
		t.Errorf("the headline says %s", said)
	}
}
