package report

import (
	"strings"

	"duban/templates"
	"duban/workbook"
	"duban/workbook/sheet"
	"duban/workbook/tidy"
)

// exportTables lists the tables of an export. Their names, their columns' names and the keys in their cells never change their meaning: a
// province loads the tables of many counties by them.
var exportTables = []struct {
	name    string
	columns []tidy.Column
}{
	{"tasks", []tidy.Column{
		{Name: "task_id"}, {Name: "title"}, {Name: "area"}, {Name: "parent_id"}, {Name: "goal"}, {Name: "measure"}, {Name: "lead_code"}, {Name: "lead"},
		{Name: "start", Type: tidy.Day}, {Name: "due", Type: tidy.Day}, {Name: "unit"}, {Name: "baseline", Type: tidy.Real}, {Name: "target", Type: tidy.Real},
		{Name: "done_value", Type: tidy.Real}, {Name: "of_value", Type: tidy.Real},
		{Name: "completion", Type: tidy.Real}, {Name: "elapsed", Type: tidy.Real}, {Name: "expected", Type: tidy.Real}, {Name: "gap_points", Type: tidy.Real},
		{Name: "class"}, {Name: "light"}, {Name: "days_late", Type: tidy.Int}, {Name: "near_due", Type: tidy.Bool}, {Name: "finished", Type: tidy.Bool},
		{Name: "finished_on", Type: tidy.Day}, {Name: "weight", Type: tidy.Real}, {Name: "urgent", Type: tidy.Bool}, {Name: "status_only", Type: tidy.Bool},
		{Name: "reported_value", Type: tidy.Real}, {Name: "awaiting_verification", Type: tidy.Bool},
	}},
	{"ledger", []tidy.Column{
		{Name: "task_id"}, {Name: "title"}, {Name: "area"}, {Name: "bureau_code"}, {Name: "bureau"}, {Name: "category"}, {Name: "role"}, {Name: "status"},
		{Name: "due", Type: tidy.Day}, {Name: "unit"}, {Name: "done_value", Type: tidy.Real}, {Name: "of_value", Type: tidy.Real},
		{Name: "completion", Type: tidy.Real}, {Name: "expected", Type: tidy.Real}, {Name: "gap_points", Type: tidy.Real}, {Name: "estimate", Type: tidy.Real},
		{Name: "class"}, {Name: "light"}, {Name: "days_late", Type: tidy.Int}, {Name: "done_on", Type: tidy.Day}, {Name: "text"}, {Name: "trouble"},
		{Name: "next_steps"}, {Name: "evidence"}, {Name: "explanation"}, {Name: "carried_from"}, {Name: "verified", Type: tidy.Bool},
		{Name: "source_file"}, {Name: "source_sheet"}, {Name: "source_cell"}, {Name: "source_sha256"}, {Name: "receipt"}, {Name: "status_only", Type: tidy.Bool},
		{Name: "finished", Type: tidy.Bool}, {Name: "finished_on", Type: tidy.Day}, {Name: "reported_value", Type: tidy.Real}, {Name: "awaiting_verification", Type: tidy.Bool},
	}},
	{"register", []tidy.Column{
		{Name: "bureau_code"}, {Name: "bureau"}, {Name: "category"}, {Name: "outcome"}, {Name: "outcome_of"}, {Name: "nothing_to_report", Type: tidy.Bool}, {Name: "due", Type: tidy.Day},
		{Name: "first_seen", Type: tidy.Day}, {Name: "last_seen", Type: tidy.Day}, {Name: "returns", Type: tidy.Int}, {Name: "times_sent_back", Type: tidy.Int},
		{Name: "errors", Type: tidy.Int}, {Name: "warnings", Type: tidy.Int}, {Name: "held_rows", Type: tidy.Int}, {Name: "source_file"}, {Name: "reason"},
	}},
	{"problems", []tidy.Column{
		{Name: "problem_id"}, {Name: "task_id"}, {Name: "bureau_code"}, {Name: "bureau"}, {Name: "text"}, {Name: "stuck_at"}, {Name: "needed"}, {Name: "person"},
		{Name: "due", Type: tidy.Day}, {Name: "level"}, {Name: "closed", Type: tidy.Bool}, {Name: "called_settled", Type: tidy.Bool}, {Name: "closed_on", Type: tidy.Day},
		{Name: "since"}, {Name: "source_file"}, {Name: "source_sheet"}, {Name: "source_cell"}, {Name: "source_sha256"}, {Name: "receipt"},
	}},
}

// exportKeys lists the columns that every table begins with: the county, and what the facts rest on.
var exportKeys = []tidy.Column{
	{Name: "county"}, {Name: "plan_id"}, {Name: "plan_sha256"}, {Name: "period"}, {Name: "as_of", Type: tidy.Day},
}

// Export lays ledgers out as tidy tables, one row for each fact and period. Percentages are ratios, 0 to 1, with nine decimals; keys stand
// for the words of the workbooks. Of a task that is 仅报状态 only number, title, bureau, status and light are filled in.
func Export(ledgers []*Ledger) []*tidy.Table {
	var out []*tidy.Table
	for _, x := range exportTables {
		out = append(out, &tidy.Table{Name: x.name, Columns: append(append([]tidy.Column{}, exportKeys...), x.columns...)})
	}
	for _, l := range ledgers {
		e := exporter{l: l}
		for _, tl := range l.Tasks {
			if tl.Task.Reports() {
				e.add(out[0], e.task(tl))
			}
		}
		for _, line := range l.Lines {
			e.add(out[1], e.line(line))
		}
		if l.Register != nil {
			for _, row := range l.Register.Rows {
				e.add(out[2], e.register(row))
			}
		}
		for _, p := range l.Now.Problems {
			if t := l.Plan.Task(p.Task); t == nil || !t.StatusOnly {
				e.add(out[3], e.problem(p))
			}
		}
	}
	return out
}

// ExportColumns describes the tables: the type and the meaning of every column, in the catalogue's language.
func ExportColumns(tables []*tidy.Table, c *templates.Catalogue) *tidy.Table {
	out := &tidy.Table{Name: "columns", Columns: []tidy.Column{{Name: "table"}, {Name: "column"}, {Name: "type"}, {Name: "meaning"}}}
	for _, t := range tables {
		for _, col := range t.Columns {
			key := strings.ReplaceAll(col.Name, "_", "-")
			meaning := c.Or("exportof."+t.Name+"."+key, "export."+key)
			out.Rows = append(out.Rows, []sheet.Value{sheet.Str(t.Name), sheet.Str(col.Name), sheet.Str(col.Type.String()), sheet.Str(meaning)})
		}
	}
	return out
}

// exporter turns one ledger into facts.
type exporter struct{ l *Ledger }

// fact is a row of a table, by column name; a column that it lacks is blank.
type fact map[string]sheet.Value

func (e exporter) add(t *tidy.Table, f fact) {
	s := &e.l.Plan.Settings
	f["county"], f["plan_id"], f["plan_sha256"] = sheet.StrOrBlank(s.County), sheet.StrOrBlank(s.PlanID), sheet.StrOrBlank(e.l.Plan.SHA256)
	f["period"], f["as_of"] = sheet.Str(e.l.Period.String()), dayOrBlank(e.l.AsOf)
	row := make([]sheet.Value, len(t.Columns))
	for i, c := range t.Columns {
		row[i] = f[c.Name]
	}
	t.Rows = append(t.Rows, row)
}

func (e exporter) task(tl *TaskLine) fact {
	t := tl.Task
	f := fact{"task_id": sheet.Str(t.ID), "title": sheet.Str(t.Title), "light": sheet.Str(lightKey(tl.Light)), "status_only": sheet.Truth(t.StatusOnly)}
	if lead := t.Lead(); lead != nil {
		f["lead_code"], f["lead"] = sheet.Str(lead.Code), sheet.Str(lead.Name)
	}
	if t.StatusOnly {
		return f
	}
	f["area"], f["parent_id"], f["goal"], f["measure"] = sheet.StrOrBlank(t.Area), sheet.StrOrBlank(t.Parent), sheet.StrOrBlank(t.Goal), sheet.StrOrBlank(t.Measure)
	f["start"], f["unit"] = dayOrBlank(t.Start), sheet.StrOrBlank(t.Unit)
	f["baseline"], f["target"] = amountOrBlank(t.Baseline), amountOrBlank(t.Target)
	f["near_due"], f["weight"], f["urgent"] = sheet.Truth(tl.NearDue), sheet.Num(t.Weight), sheet.Truth(t.Urgent)
	f["elapsed"] = amountOrBlank(tl.Elapsed)
	f.stand(tl.Completion, tl.Standing)
	return f
}

// stand fills in the columns of completion and standing that tasks and lines share.
func (f fact) stand(c workbook.Completion, s Standing) {
	f["due"] = dayOrBlank(s.Due)
	f["done_value"], f["of_value"], f["completion"] = amountOrBlank(c.Done), amountOrBlank(c.Of), amountOrBlank(c.Ratio)
	f["reported_value"], f["awaiting_verification"] = amountOrBlank(c.Reported), sheet.Truth(c.Awaits() || s.Unverified())
	f["expected"], f["gap_points"] = amountOrBlank(s.Expected), amountOrBlank(s.Gap)
	f["class"], f["days_late"] = sheet.Str(s.Class.Key()), amountOrBlank(s.DaysLate)
	f["finished"] = sheet.Truth(c.Finished)
	if c.Finished {
		f["finished_on"] = dayOrBlank(c.FinishedOn)
	}
}

func (e exporter) line(l *Line) fact {
	b := l.Bureau
	f := fact{"task_id": sheet.Str(l.Task.ID), "title": sheet.Str(l.Task.Title), "bureau_code": sheet.Str(b.Code), "bureau": sheet.Str(b.Name),
		"light": sheet.Str(lightKey(l.Light)), "status_only": sheet.Truth(l.Task.StatusOnly)}
	if l.Entry != nil {
		f["status"] = sheet.StrOrBlank(l.Entry.Status)
	}
	if l.Task.StatusOnly {
		return f
	}
	f["area"], f["category"], f["role"], f["unit"] = sheet.StrOrBlank(l.Task.Area), sheet.StrOrBlank(b.Category), sheet.Str(l.Role), sheet.StrOrBlank(l.Task.Unit)
	f.stand(l.Completion, l.Standing)
	f["verified"] = sheet.Truth(len(l.Verified) > 0)
	if x := l.Entry; x != nil {
		f["estimate"], f["done_on"] = amountOrBlank(x.Estimate), dayOrBlank(x.DoneOn)
		f["text"], f["trouble"], f["next_steps"] = sheet.StrOrBlank(x.Text), sheet.StrOrBlank(x.Trouble), sheet.StrOrBlank(x.Next)
		f["evidence"], f["explanation"] = sheet.StrOrBlank(x.Evidence), sheet.StrOrBlank(x.Answer)
	}
	if l.Carried {
		f["carried_from"] = sheet.Str(l.Reported.Period.String())
	}
	f.from(l.Source())
	return f
}

// from fills in the returned cell that a fact was read from; nothing if there is none.
func (f fact) from(s workbook.Source) {
	if s.Place().IsZero() {
		return
	}
	f["source_file"], f["source_sheet"], f["source_cell"] = sheet.StrOrBlank(s.Place().File), sheet.StrOrBlank(s.Place().Sheet), sheet.StrOrBlank(s.Place().Cell())
	f["source_sha256"], f["receipt"] = sheet.StrOrBlank(s.SHA256()), sheet.StrOrBlank(s.Receipt())
}

func (e exporter) register(r *RegisterRow) fact {
	return fact{"bureau_code": sheet.Str(r.Bureau.Code), "bureau": sheet.Str(r.Bureau.Name), "category": sheet.StrOrBlank(r.Bureau.Category),
		"outcome": sheet.Str(r.Outcome.Key()), "outcome_of": sheet.Str(r.Short.Key()), "nothing_to_report": sheet.Truth(r.Nothing), "due": dayOrBlank(e.l.Register.Due), "first_seen": dayOrBlank(r.FirstSeen),
		"last_seen": dayOrBlank(r.LastSeen), "returns": sheet.Int(r.Returns), "times_sent_back": sheet.Int(r.SentBackTimes), "errors": sheet.Int(r.Errors),
		"warnings": sheet.Int(r.Warnings), "held_rows": sheet.Int(r.Held), "source_file": sheet.StrOrBlank(strings.Join(r.Files, "、")), "reason": sheet.StrOrBlank(r.Reason)}
}

func (e exporter) problem(p *workbook.ProblemRow) fact {
	f := fact{"problem_id": sheet.Str(p.ID), "task_id": sheet.StrOrBlank(p.Task), "bureau_code": sheet.StrOrBlank(p.Bureau), "text": sheet.StrOrBlank(p.Text),
		"stuck_at": sheet.StrOrBlank(p.Stuck), "needed": sheet.StrOrBlank(strings.Join(p.Needed, "、")), "person": sheet.StrOrBlank(p.Person), "due": dayOrBlank(p.Due),
		"level": sheet.StrOrBlank(p.Level), "closed": sheet.Truth(e.l.Plan.ProblemClosed(p, e.l.Period)), "called_settled": sheet.Truth(p.Closed),
		"closed_on": dayOrBlank(p.ClosedOn), "since": sheet.Str(p.Since.String())}
	if b := e.l.Plan.Directory.Bureau(p.Bureau); b != nil {
		f["bureau"] = sheet.Str(b.Name)
	}
	f.from(p.Source)
	return f
}
