package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"duban/templates"
	"duban/templates/accept"
	"duban/workbook"
	"duban/workbook/calendar"
	"duban/workbook/xlsx"
)

// applyDraft takes what a coordinator accepted in a draft into the workspace's plan, after archiving the plan as it was.
func (a *app) applyDraft(path string) error {
	s, err := a.open(true)
	if err != nil {
		return err
	}
	defer s.close()
	in, err := s.acceptedIn(path)
	if err != nil {
		return err
	}
	t := accept.Take(in)
	if len(t.Lost) > 0 {
		return a.fail(nil, "draft.no-sheet", "sheets", strings.Join(t.Lost, a.words.T("word.list")))
	}
	o := s.newOutput("draft", calendar.Period{})
	o.findings = t.Held
	o.summary["added"], o.summary["changes"], o.summary["left"], o.summary["already"], o.summary["kept"] = t.Added, t.Changes, t.Left, t.Already, len(t.Kept)
	o.summary["milestones"], o.summary["indicators"] = t.Milestones, t.Indicators
	if len(t.Edits) == 0 {
		o.line("draft.nothing", "left", t.Left, "already", t.Already)
		o.accepted(t)
		return o.print()
	}
	if err := s.typeIn(t.Edits); err != nil {
		return err
	}
	o.findings = append(o.findings, s.Checker.CheckPlan(s.Plan, s.PlanForms(), s.Forms)...)
	o.file("plan", "", s.ws.Plan())
	o.line("draft.applied", "added", t.Added, "milestones", t.Milestones, "indicators", t.Indicators, "changes", t.Changes, "left", t.Left, "already", t.Already)
	o.accepted(t)
	return o.print()
}

// acceptedIn reads a draft and the plan's workbook.
func (s *session) acceptedIn(path string) (accept.Input, error) {
	data, err := s.readShort(path)
	if err != nil {
		return accept.Input{}, s.noDocument(path, err)
	}
	name := filepath.Base(path)
	book, err := xlsx.Read(data)
	if err != nil {
		var refusal *xlsx.Refusal
		if errors.As(err, &refusal) {
			return accept.Input{}, s.notRead(name, refusal)
		}
		return accept.Input{}, err
	}
	form := templates.AcceptForm(s.ws.Words)
	rows := workbook.FindSheet(form, book)
	if rows == nil {
		return accept.Input{}, s.usage("draft.no-accept", "name", name, "sheet", form.Sheet)
	}
	in := accept.Input{Plan: s.Plan, Forms: s.PlanForms(), Draft: workbook.DecodePlan(book, name, s.PlanForms()), Checker: s.Checker, Words: s.ws.Words}
	if in.Book, err = xlsx.Read(s.PlanBytes()); err != nil {
		return in, err
	}
	reading := workbook.Reading{Near: in.Draft.Settings.DocDate, Unit: func(r *workbook.Record) string { return r.Get(workbook.ColUnit).Text }}
	in.Rows = workbook.ReadTable(form, rows, name, reading)
	if base := workbook.FindSheet(templates.AcceptedBase(s.ws.Words), book); base != nil {
		in.Base = workbook.ReadTable(templates.AcceptedBase(s.ws.Words), base, name, reading)
	}
	return in, nil
}

// typeIn types values into the plan, after archiving it as it was, and goes on with the new plan.
func (s *session) typeIn(values []accept.Edit) error {
	edits := make([]xlsx.Edit, len(values))
	for i, v := range values {
		edits[i] = xlsx.Edit(v)
	}
	changed, err := xlsx.Apply(s.PlanBytes(), edits)
	if err != nil {
		return fmt.Errorf("apply draft: %w", err)
	}
	return s.Amend(changed)
}

// accepted prints what was accepted differently than the draft has it, or not at all.
func (o *output) accepted(t accept.Result) {
	words := o.s.words
	var numbered, listed, kept []string
	for _, n := range t.Numbered {
		numbered = append(numbered, "  "+words.T("draft.number", "was", n.Was, "now", n.Now, "title", n.Title))
	}
	for _, l := range t.Listed {
		switch {
		case l.Reformed != nil:
			listed = append(listed, "  "+words.T("draft.listed-reformed", "name", l.Name, "now", l.Reformed.Name))
		case l.Near != "":
			listed = append(listed, "  "+words.T("draft.listed-near", "name", l.Name, "near", l.Near))
		default:
			listed = append(listed, "  "+l.Name)
		}
	}
	for _, k := range t.Kept {
		kept = append(kept, "  "+k.At.String()+words.T("draft.colon")+words.T("draft.kept-"+k.Why, k.Args...))
	}
	o.section("draft.numbered", numbered)
	o.section("draft.listed", listed)
	o.section("draft.kept", kept)
}
