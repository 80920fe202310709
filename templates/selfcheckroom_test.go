package templates

import (
	"fmt"
	"strings"
	"testing"

	"duban/workbook"
	"duban/workbook/calendar"
)

// The note on a self-check that lacks rules does not say that a blank means all is well, and is no longer than its box shows.
func TestNoteOfRulesThatAreNotSaid(t *testing.T) {
	for _, lang := range Languages() {
		c, err := LoadCatalogue(lang)
		if err != nil {
			t.Fatal(err)
		}
		f := ReturnForms(c).Progress
		var rules []workbook.Rule
		for i := range 100 {
			rules = append(rules, workbook.Rule{Code: fmt.Sprint("qs-", i), Form: f.Key, Own: true, Severity: workbook.Problem,
				Source: `LEN([@` + f.Column(workbook.ColText).Heading + `])>0`, Message: strings.Repeat("写", 150)})
		}
		s := newSelfCheck(f, rules, c, 0, usualRows)
		if len(s.omitted) == 0 || len(s.omitted)+len(s.rules) != len(rules) {
			t.Fatalf("%d said, %d not", len(s.rules), len(s.omitted))
		}
		usual := f.Column(workbook.ColCheck).Note
		note := s.note(c, usual)
		lines := strings.Split(note, "\n")
		if strings.Contains(note, usual) || len(lines) != mostNoted+2 || !strings.Contains(lines[len(lines)-1], fmt.Sprint(len(s.omitted)-mostNoted)) {
			t.Errorf("%s: %s", lang, note)
		}
		if s.omitted = nil; s.note(c, usual) != usual {
			t.Errorf("%s: where all is said: %s", lang, s.note(c, usual))
		}
	}
}

// Rules that are no longer in force take no room.
func TestStoppedRulesAreNotOmitted(t *testing.T) {
	c, err := LoadCatalogue("zh")
	if err != nil {
		t.Fatal(err)
	}
	f, until := ReturnForms(c).Progress, calendar.NewDate(2024, 9, 1)
	var rules []workbook.Rule
	for i := range 100 {
		rules = append(rules, workbook.Rule{Code: fmt.Sprint("qs-", i), Form: f.Key, Own: true, Severity: workbook.Problem, Until: until,
			Source: `LEN([@` + f.Column(workbook.ColText).Heading + `])>0`, Message: strings.Repeat("写", 150)})
	}
	for day, want := range map[calendar.Date]int{0: 1, until - 1: 1, until: 0} {
		if got := OmittedRules([]*workbook.Form{f}, rules, day, c); len(got) != want {
			t.Errorf("from %s: %d forms with rules that are not said", day, len(got))
		}
	}
}
