package report

import (
	"fmt"
	"reflect"
	"testing"

	"duban/workbook"
	"pgregory.net/rapid"
)

func TestOutcome(t *testing.T) {
	p := &workbook.Plan{Calendar: workbook.NewCalendar(nil, nil)}
	p.Settings.MendDays = 3
	due := workbook.NewDate(2024, 11, 5) // a Tuesday
	b := &workbook.Bureau{Code: "FG", Name: "发改局"}
	come := func(day workbook.Date, errors int) Arrival {
		return Arrival{Bureau: b, Seen: day, Readable: true, Errors: errors, File: fmt.Sprint(day)}
	}
	unreadable := Arrival{Bureau: b, Seen: due}
	for _, c := range []struct {
		name     string
		arrivals []Arrival
		want     Outcome
	}{
		{"nothing came", nil, Missing},
		{"what came could not be read", []Arrival{unreadable}, Missing},
		{"on the due day", []Arrival{come(due, 0)}, OnTime},
		{"a day late", []Arrival{come(due+1, 0)}, Late},
		{"errors stand", []Arrival{come(due, 2)}, SentBack},
		{"errors stand in the last one", []Arrival{come(due-3, 0), come(due-1, 1)}, SentBack},
		{"late, and errors stand", []Arrival{come(due+9, 2)}, SentBack},
		{"mended before the due day", []Arrival{come(due-20, 2), come(due-1, 0)}, OnTime},
		{"sent back on the due day, mended on the third workday", []Arrival{come(due, 1), come(due+3, 0)}, OnTime},
		{"sent back on the due day, mended on the fourth workday", []Arrival{come(due, 1), come(due+6, 0)}, Late},
		{"sent back early, mended on the third workday after the due day", []Arrival{come(due-20, 1), come(due+3, 0)}, OnTime},
		{"mended late after several tries", []Arrival{come(due, 1), come(due+1, 1), come(due+6, 0)}, Late},
		{"mended, then broken, then mended too late", []Arrival{come(due, 1), come(due+1, 0), come(due+2, 3), come(due+10, 0)}, Late},
		{"a clean later return of one that was on time", []Arrival{come(due-3, 0), come(due+30, 0)}, OnTime},
		{"late and mended at once", []Arrival{come(due+1, 1), come(due+1, 0)}, Late},
	} {
		r := BuildRegister(p, workbook.MonthOf(due-10), due, []*workbook.Bureau{b}, c.arrivals)
		if got := r.Rows[0].Outcome; got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got.Key(), c.want.Key())
		}
	}
}

func TestRegisterRow(t *testing.T) {
	p := &workbook.Plan{Calendar: workbook.NewCalendar(nil, nil)}
	due := workbook.NewDate(2024, 11, 5)
	b := &workbook.Bureau{Code: "FG"}
	r := BuildRegister(p, workbook.MonthOf(due), due, []*workbook.Bureau{b, b}, []Arrival{
		{Bureau: b, Seen: due - 2, Readable: true, Errors: 3, Warnings: 1, Held: 2, File: "1.xlsx"},
		{Bureau: b, Seen: due - 1, File: "damaged.xlsx"},
		{Bureau: b, Seen: due, Readable: true, Warnings: 4, Nothing: true, Reason: "本期无进展", File: "2.xlsx"},
	})
	want := RegisterRow{Bureau: b, Outcome: OnTime, Nothing: true, FirstSeen: due - 2, LastSeen: due, Returns: 2, SentBackTimes: 1, Warnings: 4, File: "2.xlsx", Reason: "本期无进展"}
	if len(r.Rows) != 1 || !reflect.DeepEqual(*r.Rows[0], want) {
		t.Errorf("got %+v, want %+v", *r.Rows[0], want)
	}
}

// 名册 = 应报 + 免报, 应报 = 按时 + 迟报 + 退回未改 + 未报, and 零报告 lies within 按时 and 迟报, whatever comes in.
func TestRegisterIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		due := workbook.NewDate(2024, 11, 5)
		period := workbook.MonthOf(due - 10)
		p := &workbook.Plan{Calendar: workbook.NewCalendar(nil, nil)}
		p.Settings.MendDays = rapid.IntRange(0, 5).Draw(t, "mend days")
		for i := range rapid.IntRange(0, 8).Draw(t, "bureaus") {
			b := &workbook.Bureau{Code: fmt.Sprint(i), Order: i}
			p.Bureaus = append(p.Bureaus, b)
			if rapid.IntRange(0, 4).Draw(t, "exempt") == 0 {
				p.Exemptions = append(p.Exemptions, &workbook.Exemption{Bureau: b, Approver: rapid.SampledFrom([]string{"", "督查室"}).Draw(t, "approver")})
			}
		}
		asked := []*workbook.Bureau{}
		var arrivals []Arrival
		for _, b := range p.Bureaus {
			if rapid.Bool().Draw(t, "asked") {
				asked = append(asked, b)
			}
			for range rapid.IntRange(0, 3).Draw(t, "returns") {
				arrivals = append(arrivals, Arrival{Bureau: b, Seen: due.AddDays(rapid.IntRange(-9, 15).Draw(t, "seen")), Readable: rapid.Bool().Draw(t, "readable"),
					Errors: rapid.IntRange(0, 2).Draw(t, "errors"), Nothing: rapid.Bool().Draw(t, "nothing")})
			}
		}
		r := BuildRegister(p, period, due, asked, arrivals)
		if r.Roster() != len(asked) {
			t.Fatalf("the roster has %d of %d bureaus", r.Roster(), len(asked))
		}
		if r.Roster() != r.Expected()+r.Count(Exempt) {
			t.Fatal("名册 ≠ 应报 + 免报")
		}
		if r.Expected() != r.Count(OnTime)+r.Count(Late)+r.Count(SentBack)+r.Count(Missing) {
			t.Fatal("应报 ≠ 按时 + 迟报 + 退回未改 + 未报")
		}
		if r.NothingToReport() > r.Count(OnTime)+r.Count(Late) {
			t.Fatal("零报告 outside 按时 and 迟报")
		}
		for i, row := range r.Rows {
			if i > 0 && r.Rows[i-1].Bureau.Order >= row.Bureau.Order {
				t.Fatal("not in the plan's order")
			}
			if row.Outcome == Exempt != (p.Exempted(row.Bureau, period) != nil) {
				t.Fatal("exempt is what the plan approves, and nothing else")
			}
		}
	})
}
