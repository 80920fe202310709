package report

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
	"pgregory.net/rapid"
)

func TestOutcome(t *testing.T) {
	p := &workbook.Plan{Workdays: calendar.NewWorkdays(nil, nil)}
	p.Settings.MendDays = 3
	due := calendar.NewDate(2024, 11, 5) // a Tuesday
	b := &workbook.Bureau{Code: "FG", Name: "发改局"}
	come := func(day calendar.Date, errors int) Arrival {
		return Arrival{Bureau: b, Seen: day, Readable: true, Errors: errors, File: fmt.Sprint(day)}
	}
	unreadable := Arrival{Bureau: b, Seen: due}
	after := func(errors int) Arrival {
		return Arrival{Bureau: b, Seen: due + 20, Readable: true, Errors: errors, AfterClose: true}
	}
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
		{"nothing before it closed", []Arrival{after(0)}, Late},
		{"nothing before it closed, and errors stand", []Arrival{after(2)}, SentBack},
		{"in time, and a correction after closing", []Arrival{come(due-1, 0), after(0)}, OnTime},
		{"in time, and a worse one after closing", []Arrival{come(due-1, 0), after(3)}, OnTime},
		{"sent back, and mended after closing", []Arrival{come(due, 1), after(0)}, Late},
		{"sent back, and not mended after closing either", []Arrival{come(due, 1), after(1)}, SentBack},
		{"late and mended at once", []Arrival{come(due+1, 1), come(due+1, 0)}, Late},
	} {
		r := BuildRegister(p, calendar.MonthOf(due-10), due, asking(b), c.arrivals)
		if got := r.Rows[0].Outcome; got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got.Key(), c.want.Key())
		}
	}
}

// asking asks bureaus for the workbooks issued to them.
func asking(bureaus ...*workbook.Bureau) []Asked {
	out := make([]Asked, len(bureaus))
	for i, b := range bureaus {
		out[i] = Asked{b, Owed{Workbook: true}}
	}
	return out
}

// A county that owes its workbook and its ledger has the worse of the two outcomes, and what gives it is named.
func TestOutcomeOfWorkbookAndLedger(t *testing.T) {
	p := &workbook.Plan{Workdays: calendar.NewWorkdays(nil, nil)}
	due := calendar.NewDate(2024, 11, 5)
	b := &workbook.Bureau{Code: "HLX"}
	come := func(ledger bool, day calendar.Date, errors int) Arrival {
		return Arrival{Bureau: b, Ledger: ledger, Seen: day, Readable: true, Errors: errors}
	}
	workbookOnly, ledgerOnly, both := Owed{Workbook: true}, Owed{Ledger: true}, Owed{true, true}
	for _, c := range []struct {
		name        string
		owed        Owed
		arrivals    []Arrival
		want        Outcome
		short       Owed
		errorsStand int
	}{
		{"neither came", both, nil, Missing, both, 0},
		{"no ledger", both, []Arrival{come(false, due, 0)}, Missing, ledgerOnly, 0},
		{"no workbook, and a ledger that was sent back", both, []Arrival{come(true, due, 1)}, Missing, workbookOnly, 1},
		{"both in time", both, []Arrival{come(false, due-1, 0), come(true, due, 0)}, OnTime, both, 0},
		{"the ledger late", both, []Arrival{come(false, due, 0), come(true, due+1, 0)}, Late, ledgerOnly, 0},
		{"the workbook sent back, the ledger in order after it", both, []Arrival{come(false, due, 2), come(true, due, 0)}, SentBack, workbookOnly, 2},
		{"both sent back", both, []Arrival{come(false, due, 2), come(true, due, 1)}, SentBack, both, 3},
		{"a workbook that was not asked for", ledgerOnly, []Arrival{come(false, due, 0)}, Missing, ledgerOnly, 0},
	} {
		row := BuildRegister(p, calendar.MonthOf(due-10), due, []Asked{{b, c.owed}}, c.arrivals).Rows[0]
		if row.Outcome != c.want || row.Short != c.short || row.Errors != c.errorsStand {
			t.Errorf("%s: %s by %v with %d errors, want %s by %v with %d", c.name, row.Outcome.Key(), row.Short, row.Errors, c.want.Key(), c.short, c.errorsStand)
		}
	}
}

func TestRegisterRow(t *testing.T) {
	p := &workbook.Plan{Workdays: calendar.NewWorkdays(nil, nil)}
	due := calendar.NewDate(2024, 11, 5)
	b := &workbook.Bureau{Code: "FG"}
	r := BuildRegister(p, calendar.MonthOf(due), due, asking(b, b), []Arrival{
		{Bureau: b, Seen: due - 2, Readable: true, Errors: 3, Warnings: 1, Held: 2, File: "1.xlsx"},
		{Bureau: b, Seen: due - 1, File: "damaged.xlsx"},
		{Bureau: b, Seen: due, Readable: true, Warnings: 4, Nothing: true, Reason: "本期无进展", File: "2.xlsx"},
	})
	want := RegisterRow{Bureau: b, Outcome: OnTime, Owed: Owed{Workbook: true}, Short: Owed{Workbook: true}, Nothing: true, FirstSeen: due - 2, LastSeen: due, Returns: 2, SentBackTimes: 1, Warnings: 4, Files: []string{"2.xlsx"}, Reason: "本期无进展"}
	if len(r.Rows) != 1 || !reflect.DeepEqual(*r.Rows[0], want) {
		t.Errorf("got %+v, want %+v", *r.Rows[0], want)
	}
}

// A return that came after closing does not change the figures of the one that counts. A bureau that reported unasked is not in the roster.
func TestRegisterAfterClosing(t *testing.T) {
	p := &workbook.Plan{Workdays: calendar.NewWorkdays(nil, nil)}
	due := calendar.NewDate(2024, 11, 5)
	b, other, unasked := &workbook.Bureau{Code: "FG"}, &workbook.Bureau{Code: "SW", Order: 1}, &workbook.Bureau{Code: "CZ", Order: 2}
	own := &workbook.IntakeDecision{Bureaus: []*workbook.Bureau{other}}
	all := &workbook.IntakeDecision{}
	r := BuildRegister(p, calendar.MonthOf(due), due, asking(other, b), []Arrival{
		{Bureau: b, Seen: due, Readable: true, Warnings: 1, File: "1.xlsx"},
		{Bureau: unasked, Seen: due, Readable: true, File: "9.xlsx"},
		{Bureau: b, Seen: due + 9, Readable: true, Reopened: all, File: "2.xlsx"},
		{Bureau: b, Seen: due + 20, Readable: true, Errors: 3, Warnings: 4, Held: 2, AfterClose: true, File: "3.xlsx"},
	})
	r.Close(due+3, []*workbook.IntakeDecision{own, all})
	want := []RegisterRow{
		{Bureau: b, Outcome: OnTime, Owed: Owed{Workbook: true}, Short: Owed{Workbook: true}, FirstSeen: due, LastSeen: due + 20, Returns: 3, Files: []string{"2.xlsx"}, AfterClose: 1, Reopened: []*workbook.IntakeDecision{all}},
		{Bureau: other, Outcome: Missing, Owed: Owed{Workbook: true}, Short: Owed{Workbook: true}, Reopened: []*workbook.IntakeDecision{own}},
	}
	for i := range want {
		if len(r.Rows) != 2 || !reflect.DeepEqual(*r.Rows[i], want[i]) {
			t.Errorf("got %+v, want %+v", *r.Rows[i], want[i])
		}
	}
	if len(r.Outside) != 1 || r.Outside[0].Bureau != unasked || r.Outside[0].Outcome != NotAsked || r.Roster() != 2 {
		t.Errorf("outside the roster: %+v", r.Outside)
	}
	if r.Closing != due+3 || len(r.Reopenings) != 2 {
		t.Errorf("closed on %s with %d reopenings", r.Closing, len(r.Reopenings))
	}
}

// 名册 = 应报 + 免报, 应报 = 按时 + 迟报 + 退回未改 + 未报, and 零报告 is part of 按时 and 迟报, whatever comes in and whatever is decided
// about it: the period may close or not, returns may be set aside, the period may be reopened for some bureaus or all.
func TestRegisterIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		due := calendar.NewDate(2024, 11, 5)
		period := calendar.MonthOf(due - 10)
		p := &workbook.Plan{Workdays: calendar.NewWorkdays(nil, nil)}
		p.Settings.MendDays = rapid.IntRange(0, 5).Draw(t, "mend days")
		p.Settings.Due, _ = calendar.ParseDueRule("次月5日")
		if rapid.Bool().Draw(t, "closes") {
			p.Settings.CloseDays = workbook.Known(float64(rapid.IntRange(0, 6).Draw(t, "days to closing")))
		}
		for i := range rapid.IntRange(0, 8).Draw(t, "bureaus") {
			b := &workbook.Bureau{Code: fmt.Sprint(i), Order: i}
			p.Bureaus = append(p.Bureaus, b)
			if rapid.IntRange(0, 4).Draw(t, "exempt") == 0 {
				p.Exemptions = append(p.Exemptions, &workbook.Exemption{Bureau: b, Approver: rapid.SampledFrom([]string{"", "督查室"}).Draw(t, "approver")})
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "reopenings") {
			d := &workbook.IntakeDecision{Action: workbook.Reopen, Period: period, Until: due.AddDays(rapid.IntRange(-2, 15).Draw(t, "until")),
				Approver: rapid.SampledFrom([]string{"", "督查室"}).Draw(t, "approver")}
			if len(p.Bureaus) > 0 && rapid.Bool().Draw(t, "for one") {
				d.Bureaus = []*workbook.Bureau{rapid.SampledFrom(p.Bureaus).Draw(t, "for")}
			}
			p.Intake = append(p.Intake, d)
		}
		closing := p.ClosingDay(period)
		asked := []*workbook.Bureau{}
		var arrivals []Arrival
		for _, b := range p.Bureaus {
			if rapid.Bool().Draw(t, "asked") {
				asked = append(asked, b)
			}
			for range rapid.IntRange(0, 3).Draw(t, "returns") {
				a := Arrival{Bureau: b, Seen: due.AddDays(rapid.IntRange(-9, 15).Draw(t, "seen")), Readable: rapid.Bool().Draw(t, "readable"),
					Errors: rapid.IntRange(0, 2).Draw(t, "errors"), Nothing: rapid.Bool().Draw(t, "nothing")}
				if closing != 0 && a.Seen > closing {
					a.Reopened = p.Reopened(period, b.Code, a.Seen)
					a.AfterClose = a.Reopened == nil
				}
				if rapid.IntRange(0, 5).Draw(t, "set aside") > 0 {
					arrivals = append(arrivals, a)
				}
			}
		}
		slices.SortStableFunc(arrivals, func(a, b Arrival) int { return int(a.Seen - b.Seen) })
		r := BuildRegister(p, period, due, asking(asked...), arrivals)
		if closing != 0 {
			r.Close(closing, p.Reopenings(period))
		}
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
		for _, row := range r.Outside {
			if slices.Contains(asked, row.Bureau) || row.Returns == 0 {
				t.Fatal("outside the roster stands who was asked, or sent nothing")
			}
		}
		turnout := BuildTurnout([]*Register{r, r})
		for i, row := range turnout.Rows {
			if row.Expected() != row.Count(OnTime)+row.Count(Late)+row.Count(SentBack)+row.Count(Missing) || row.Received() > row.Expected() || row.Bureau != r.Rows[i].Bureau {
				t.Fatal("a bureau's periods do not add up")
			}
		}
		for i, row := range r.Rows {
			if i > 0 && r.Rows[i-1].Bureau.Order >= row.Bureau.Order {
				t.Fatal("not in the plan's order")
			}
			counted, came := 0, false
			for _, a := range arrivals {
				if a.Bureau == row.Bureau && a.Readable {
					came = true
					if !a.AfterClose {
						counted++
					}
				}
			}
			if row.Outcome != Exempt && (row.Outcome == Missing) == came {
				t.Fatal("missing is who sent nothing")
			}
			if row.Returns-row.AfterClose != counted {
				t.Fatal("what came after closing is counted")
			}
			if row.Outcome == OnTime && row.FirstSeen > due {
				t.Fatal("on time after the due day")
			}
			if row.Outcome == Exempt != (p.Exempted(row.Bureau, period) != nil) {
				t.Fatal("exempt is what the plan approves, and nothing else")
			}
		}
	})
}
