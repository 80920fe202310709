package report

import (
	"strings"
	"unicode/utf8"

	"duban/workbook"
	"duban/workbook/sheet"
)

// noticeSheet lists the notices: what each is about, which bureau it went to, by when it is to be answered, and what closed it.
func (k *consolidated) noticeSheet() *sheet.Sheet {
	t := k.newTable("notices", tableHeadRow, []field{
		{key: "notice-number", width: 19}, {key: "notice-level", width: 9, align: sheet.AlignCenter}, {key: workbook.ColBureau, width: 15},
		{key: workbook.ColTask, width: 15, format: sheet.TextFormat}, {key: workbook.ColTitle, width: 34}, {key: "occasion", width: 11, align: sheet.AlignCenter},
		{key: workbook.ColPeriod, width: 13, align: sheet.AlignCenter}, {key: "issued", width: 12, format: sheet.Date, align: sheet.AlignCenter},
		{key: "reply-by", width: 12, format: sheet.Date, align: sheet.AlignCenter}, {key: "notice-state", width: 19, align: sheet.AlignCenter},
		{key: "closed-in", width: 13, align: sheet.AlignCenter}, {key: colFrom, width: 40, align: sheet.AlignRun},
	})
	// The column is as wide as the longest level, so that no row takes two lines for it.
	level := &t.s.Layout.Columns[t.at["notice-level"]-1]
	for _, s := range k.l.Notices {
		level.Width = max(level.Width, 1.1*float64(utf8.RuneCountInString(k.c.ChoiceLabel("notice-level", s.Level.Key())))+1)
	}
	for _, s := range k.l.Notices {
		t.next(sheet.Body)
		t.put("notice-number", sheet.Str(s.Number))
		t.put("notice-level", sheet.Str(k.c.ChoiceLabel("notice-level", s.Level.Key()))).Role = levelRole(s.Level)
		if b := k.bureau(s.Bureau); b != nil {
			name := b.Name
			if s.To != "" {
				name = k.c.T("notice.inherited", "what", name, "was", s.To)
			}
			t.put(workbook.ColBureau, sheet.Str(name))
		}
		if k.noticeMatter(t, s) {
			t.put("occasion", sheet.Str(noticer{k.words, k.l}.trigger(s.Trigger)))
		}
		t.put(workbook.ColPeriod, sheet.Str(k.period(s.Period)))
		t.put("issued", dayOrBlank(s.Issued))
		t.put("reply-by", dayOrBlank(s.Reply))
		state := t.put("notice-state", sheet.Str(k.c.T("noticestate."+s.End.key())))
		switch s.End {
		case NoticeClosed, NoticeVacated:
			state.Role = sheet.Good
		case NoticeLate:
			state.Role = sheet.Alert
		default:
			state.Role = sheet.Warn
		}
		if s.settled() {
			t.put("closed-in", sheet.Str(k.period(s.By)))
		}
		switch {
		case !s.Source.Place().IsZero():
			t.put(colFrom, sheet.Str(s.Source.Place().File+" "+s.Source.Place().String()))
		case s.File != "":
			t.put(colFrom, sheet.Str(s.File))
		}
	}
	return k.finish(t)
}

// noticeMatter fills in what a notice is about, and reports whether its occasion may be told: not if the task is 仅报状态, nor if the ledger
// does not have the task any more, so that nothing says whether it is.
func (k *consolidated) noticeMatter(t *table, s *NoticeState) (told bool) {
	kind, rest, _ := strings.Cut(s.Matter, "|")
	id, _, _ := strings.Cut(rest, "|")
	switch kind {
	case "task":
		tl := k.lineOf(k.l.Plan.Task(id))
		if tl == nil {
			t.put(workbook.ColTask, sheet.Str(id))
			t.put(workbook.ColTitle, sheet.StrOrBlank(s.Title))
			return false
		}
		k.taskLink(t, tl)
		t.put(workbook.ColTitle, sheet.Str(tl.Task.Title))
		return !tl.Task.StatusOnly
	case "problem":
		t.put(workbook.ColTask, sheet.Str(id))
		t.put(workbook.ColTitle, sheet.StrOrBlank(s.Title))
	default:
		t.put(workbook.ColTitle, sheet.Str(k.c.T("notice.return", "period", k.period(s.Period))))
	}
	return true
}

func levelRole(l workbook.NoticeLevel) sheet.Role {
	switch l {
	case workbook.Circulate, workbook.Supervise:
		return sheet.Alert
	case workbook.Press:
		return sheet.Warn
	}
	return sheet.Body
}
