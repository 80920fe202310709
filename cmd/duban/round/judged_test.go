package round

import (
	"reflect"
	"testing"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/calendar"
)

// Everything that a file is judged by is in the digest under which its verdict is kept. Whoever adds a field to Judging has to say here how
// the digest changes with it, or which other fields it follows from.
func TestAllThatJudgesIsInTheDigest(t *testing.T) {
	period := func(text string) calendar.Period {
		p, ok := calendar.ParsePeriod(text)
		if !ok {
			t.Fatal(text)
		}
		return p
	}
	made := func() *Judging {
		return &Judging{program: "p", words: &templates.Catalogue{Lang: "zh"}, Plan: &workbook.Plan{SHA256: "aa"}, Period: period("2024-09"), from: "x", keys: []workbook.Key{{1}, {2}}}
	}
	changes := map[string][]func(j *Judging){
		"program": {func(j *Judging) { j.program = "q" }},
		"words":   {func(j *Judging) { j.words = &templates.Catalogue{Lang: "en"} }},
		"Plan":    {func(j *Judging) { j.Plan = &workbook.Plan{SHA256: "ab"} }},
		"Period":  {func(j *Judging) { j.Period = period("2024-10") }, func(j *Judging) { j.Period = period("2024-S0928") }},
		"from":    {func(j *Judging) { j.from = nothingBefore }},
		"keys": {func(j *Judging) { j.keys = nil }, func(j *Judging) { j.keys = []workbook.Key{{2}, {1}} }, func(j *Judging) { j.keys = []workbook.Key{{1, 2}} },
			func(j *Judging) { j.keys = append(j.keys, workbook.Key{}) }},
		"former":      {func(j *Judging) { j.former = made() }, func(j *Judging) { j.former = made(); j.former.from = nothingBefore }},
		"formerPlans": {func(j *Judging) { j.formerPlans = []string{"aa"} }},
		"sealed":      {func(j *Judging) { j.sealed = true }},
		"keysHeld":    {func(j *Judging) { j.keysHeld = true }},
	}
	follows := map[string]string{
		"checker": "program", "planForms": "program, words", "forms": "program, words", "rules": "program, plan, words", "Before": "from", "joined": "former, plan",
	}
	of := reflect.TypeFor[Judging]()
	for i := range of.NumField() {
		name := of.Field(i).Name
		if follows[name] == "" && changes[name] == nil {
			t.Errorf("%s is not in the digest", name)
		}
	}
	seen := map[string]bool{made().digest(): true}
	if again := made(); !seen[again.digest()] || seen[""] {
		t.Error("the same judges under two digests, or none")
	}
	for name, all := range changes {
		for _, change := range all {
			j := made()
			change(j)
			if d := j.digest(); d == "" || seen[d] {
				t.Errorf("another %s: digest %q", name, d)
			} else {
				seen[d] = true
			}
		}
	}
	for _, unnamed := range []func(j *Judging){func(j *Judging) { j.Plan = &workbook.Plan{} }, func(j *Judging) { j.from = "" }} {
		j := made()
		if unnamed(j); j.digest() != "" {
			t.Error("what cannot be named has a digest")
		}
	}
}

// The digest of the standing at the end of a round depends on what was accepted, and in what order.
func TestWhatStandsIsNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, x := range []struct {
		by    string
		texts []string
	}{{"a", nil}, {"b", nil}, {"a", []string{"1", "甲"}}, {"a", []string{"1", "乙"}}, {"a", []string{"1", "甲", "2", "乙"}}, {"a", []string{"2", "乙", "1", "甲"}}} {
		r := &Round{judgedBy: x.by}
		r.begin()
		r.accepted.add(x.texts...)
		if s := r.standing(); s == "" || s == nothingBefore || seen[s] {
			t.Errorf("%v: %q", x, s)
		} else {
			seen[s] = true
		}
	}
	none := &Round{}
	if none.begin(); none.standing() != "" || (*Round)(nil).standing() != nothingBefore {
		t.Error("what follows from what cannot be named is named")
	}
}
