package calendar

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/workbook/numeral"
)

func TestParseEnglishDate(t *testing.T) {
	near := day(t, "2026-01-10")
	const plain, year, short = numeral.RepairDateText, numeral.RepairYearAssumed, numeral.RepairShortYear
	for texts, want := range map[string]struct {
		date    string
		repairs []numeral.Repair
	}{
		"March 20|20 March|Mar 20|20 Mar|Mar. 20|MARCH 20|20th March|March 20th|the 20th of March|20-Mar| 20  March ": {"2026-03-20", []numeral.Repair{plain, year}},
		"December 20|20 Dec": {"2025-12-20", []numeral.Repair{plain, year}},
		"Mar 20, 2026|March 20, 2026|20 Mar 2026|20 March 2026|20 March, 2026|20-Mar-2026|Mar 20 2026|20th of March 2026|Mar. 20,2026": {"2026-03-20", []numeral.Repair{plain}},
		"20-Mar-26":               {"2026-03-20", []numeral.Repair{plain, short}},
		"Sept 3, 2026|3 Sep 2026": {"2026-09-03", []numeral.Repair{plain}},
	} {
		for text := range strings.SplitSeq(texts, "|") {
			d, repairs, ok := ParseDate(text, near)
			if !ok || d.String() != want.date {
				t.Errorf("ParseDate(%q) = %v, %v, want %s", text, d, ok, want.date)
			}
			if diff := cmp.Diff(want.repairs, repairs); diff != "" {
				t.Errorf("ParseDate(%q) repairs (-want +got):\n%s", text, diff)
			}
		}
	}
	for _, text := range []string{"March 2026", "March", "may", "Mar-26", "March 32", "Feb 30, 2026", "20 Marchy", "March 20 to 25", "20 20 March", "March 20, 202", "Mar 20 26", "T-20 Mar"} {
		if d, _, ok := ParseDate(text, near); ok {
			t.Errorf("ParseDate(%q) = %v; it must not be read", text, d)
		}
	}
	if d, _, ok := ParseDate("March 20", 0); ok {
		t.Errorf("without a date at hand, March 20 is %v", d)
	}
	if month, days, ok := BeyondMonth("Sep 31, 2026", near); month != 9 || days != 30 || !ok {
		t.Errorf("Sep 31, 2026 is beyond month %d of %d days, %v", month, days, ok)
	}
}

func TestResolveEnglishDeadline(t *testing.T) {
	r := DefaultDeadlineRules(day(t, "2026-02-10"))
	for texts, want := range map[string]struct {
		first, last string
		open        bool
	}{
		"March 20|20 March|Mar 20, 2026|20 Mar 2026|20-Mar-26": {"2026-03-20", "2026-03-20", false},
		"by March 20|By 20 March 2026|until Mar 20":            {"2026-03-20", "2026-03-20", true},
		"March 2026|Mar 2026|March|March, 2026":                {"2026-03-01", "2026-03-31", false},
		"by March 2026|by the 31st of March":                   {"2026-03-01|2026-03-31", "2026-03-31", true},
		// As for 1月5日, a day without a year is next year's if its month is long past, and this year's if it is just past.
		"January 5": {"2026-01-05", "2026-01-05", false},
		"May 2027":  {"2027-05-01", "2027-05-31", false},
	} {
		for text := range strings.SplitSeq(texts, "|") {
			d, ok := ResolveDeadline(text, r)
			if !ok || !strings.Contains(want.first, d.First.String()) || d.Last.String() != want.last || d.Open != want.open || d.Wording != text {
				t.Errorf("ResolveDeadline(%q) = %+v, %v; want %v", text, d, ok, want)
			}
		}
	}
	for _, text := range []string{"Mar-26", "before March", "end of March", "20 March or so", "Maybe", "mayor 20"} {
		if d, ok := ResolveDeadline(text, r); ok {
			t.Errorf("ResolveDeadline(%q) = %+v; it must not be read", text, d)
		}
	}
}
