package workbook

import "testing"

// Bureaus of an earlier state of the plan are found by their present names: by the same code, or else by a bureau that has the name now. A
// name that a bureau had then stays that bureau's, except in decisions, which use its present meaning.
func TestNamesByNow(t *testing.T) {
	bureaus := func(bs ...*Bureau) *Plan {
		p := &Plan{Bureaus: bs, Directory: NewDirectory(bs)}
		p.listTasks()
		return p
	}
	was := bureaus(&Bureau{Code: "01", Name: "发改局"}, &Bureau{Code: "02", Name: "财政局"}, &Bureau{Code: "商务局", Name: "商务局"})
	was.now = bureaus(&Bureau{Code: "01", Name: "财政局", Aliases: []string{"发改委"}}, &Bureau{Code: "02", Name: "乙局"},
		&Bureau{Code: "招商局", Name: "招商局", Aliases: []string{"商务局"}}, &Bureau{Code: "03", Name: "数据局"})
	was.learnNames()
	decided := &Record{Table: &Table{Form: &Form{Key: FormVerifications}}}
	task := &Record{Table: &Table{Form: &Form{Key: FormTasks}}}
	code := func(b *Bureau) string {
		if b == nil {
			return ""
		}
		return b.Code
	}
	for _, c := range []struct{ name, here, sender, decided string }{
		{"发改局", "01", "01", "01"},
		{"发改委", "", "01", "01"},
		{"财政局", "02", "02", "01"},
		{"乙局", "", "02", "02"},
		{"招商局", "", "商务局", "商务局"},
		{"数据局", "", "", ""},
	} {
		if got := code(was.Directory.Bureau(c.name)); got != c.here {
			t.Errorf("%s here: %q, wanted %q", c.name, got, c.here)
		}
		if got := code(was.Directory.Sender(c.name)); got != c.sender {
			t.Errorf("%s as a sender: %q, wanted %q", c.name, got, c.sender)
		}
		if got := code(was.bureauMeant(decided, c.name)); got != c.decided {
			t.Errorf("%s in a decision: %q, wanted %q", c.name, got, c.decided)
		}
		if got := code(was.bureauMeant(task, c.name)); got != c.here {
			t.Errorf("%s in a task: %q, wanted %q", c.name, got, c.here)
		}
	}
	if was.calledNow == "" {
		t.Error("a plan whose bureaus have other names by now is named like one without")
	}
}

// The heir of a bureau by any of its names also counts as the bureau now, so that its record goes with its tasks and problems; a bureau
// that already existed beside it does not.
func TestHeirsAreTheSameByNow(t *testing.T) {
	bureaus := func(bs ...*Bureau) *Plan {
		p := &Plan{Bureaus: bs, Directory: NewDirectory(bs)}
		p.listTasks()
		return p
	}
	was := bureaus(&Bureau{Code: "经信局", Name: "经信局", Aliases: []string{"工信"}}, &Bureau{Code: "渔业局", Name: "渔业局"}, &Bureau{Code: "01", Name: "农业局"})
	was.now = bureaus(&Bureau{Code: "工信局", Name: "工信局", Aliases: []string{"工信"}}, &Bureau{Code: "01", Name: "农业局", Aliases: []string{"渔业局"}})
	was.learnNames()
	for i, want := range []string{"工信局", "渔业局", "01"} {
		if got := was.Bureaus[i].CodeNow(); got != want {
			t.Errorf("%s is %s by now, want %s", was.Bureaus[i].Name, got, want)
		}
	}
}
