package score

import (
	"strings"
	"testing"

	"duban/workbook"
)

func TestArchivedAdjustmentsAreNotEditedAway(t *testing.T) {
	plan := func(decisions string) *workbook.Plan { return County(t, decisions).Plan }
	var record AdjustmentRecord
	record.Add(plan(CountyDecisions))
	if got := record.Edited(plan(CountyDecisions)); len(got) != 0 {
		t.Fatalf("nothing was edited: %+v", got)
	}
	const row = "| 商务局 | S5 | -3.5 | 被通报批评 | 通报 | 李四 | 2024-12-01 |\n"
	for name, edit := range map[string][2]string{
		"amount":     {"| -3.5 |", "| -1.5 |"},
		"matter":     {"被通报批评 | 通报", "被提醒 | 通报"},
		"removed":    {row, ""},
		"unapproved": {"被通报批评 | 通报 | 李四", "被通报批评 | 通报 | "},
		"put off":    {row, strings.Replace(row, "2024-12-01", "2025-03-01", 1)},
		"moved":      {"| 商务局 | S5 |", "| 商务局 | S9 |"},
	} {
		got := record.Edited(plan(strings.Replace(CountyDecisions, edit[0], edit[1], 1)))
		if len(got) != 1 || got[0].Code != "adjustment-edited" || got[0].Bureau != "商务局" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	// A row that nobody approved is no decision yet, so it may go, and a further row edits nothing.
	more := strings.Replace(CountyDecisions, "| 财政局 | | 1 | 尚未批准 | | | |\n", "", 1) + "| 档案局 | 市领导 | 90 |\n"
	if got := record.Edited(plan(more)); len(got) != 0 {
		t.Errorf("what was not approved may go: %+v", got)
	}
}

// The record is the whole year's archive: a decision in its first plan binds even if a later plan was archived without it, and a plan in which
// the decision was restored has no fault.
func TestTheWholeArchiveIsTheRecord(t *testing.T) {
	edited := strings.Replace(CountyDecisions, "| -3.5 | 被通报批评", "| -1 | 被提醒", 1)
	added := strings.Replace(CountyDecisions, "| 财政局 | | 1 |", "| 档案局 | | 1.5 | 获表彰 | 文件 | 李四 | 2024-12-02 |\n| 财政局 | | 1 |", 1)
	var record AdjustmentRecord
	for _, decisions := range []string{CountyDecisions, edited, added} {
		record.Add(County(t, decisions).Plan)
	}
	for name, c := range map[string]struct {
		now  string
		want string
	}{
		"edited long ago": {edited, "-3.5 1.5"},
		"put right":       {added, ""},
		"taken away":      {CountyDecisions, "1.5"},
	} {
		var got []string
		for _, f := range record.Edited(County(t, c.now).Plan) {
			got = append(got, f.Args[3].(string))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

// The next year's plan begins without the decisions of the year before, which bind only in the plan of their own year.
func TestEachYearHasARecordOfItsOwn(t *testing.T) {
	of := func(year int, decisions string) *workbook.Plan {
		p := County(t, decisions).Plan
		p.Settings.Year = year
		return p
	}
	var record AdjustmentRecord
	record.Add(of(2024, CountyDecisions))
	if got := record.Edited(of(2025, "")); len(got) != 0 {
		t.Errorf("the year before binds: %+v", got)
	}
	record.Add(of(2025, ""))
	later := strings.Replace(CountyDecisions, "-3.5", "-4", 1)
	record.Add(of(2025, later))
	if got := record.Edited(of(2025, CountyDecisions)); len(got) != 1 {
		t.Errorf("a decision of the second year does not bind: %+v", got)
	}
	if got := record.Edited(of(2024, CountyDecisions)); len(got) != 0 {
		t.Errorf("the first year's record was changed: %+v", got)
	}
}

// A day of approval that was left open may be filled in once; from then on it is part of the decision.
func TestAnOpenDayOfApprovalIsFilledInOnce(t *testing.T) {
	dated := func(day string) *workbook.Plan {
		return County(t, strings.Replace(CountyDecisions, "李四 | 2024-12-01 |", "李四 | "+day+" |", 1)).Plan
	}
	var record AdjustmentRecord
	record.Add(dated(""))
	if got := record.Edited(dated("2024-12-01")); len(got) != 0 {
		t.Errorf("an open day may be filled in: %+v", got)
	}
	record.Add(dated("2024-12-01"))
	for day, want := range map[string]int{"2024-12-01": 0, "2025-03-01": 1, "": 1} {
		if got := record.Edited(dated(day)); len(got) != want {
			t.Errorf("%q: %+v", day, got)
		}
	}
}
