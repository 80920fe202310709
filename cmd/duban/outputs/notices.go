package outputs

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"duban/report"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/document"
	"duban/workbook/docx"
)

// noticeRecords lists the notices issued for the rounds up to a period, in the order of issue.
func (m *Maker) noticeRecords(upTo calendar.Period) []report.NoticeRecord {
	var out []report.NoticeRecord
	for _, rec := range m.Archive.Select(archive.KindNotice, "") {
		p, ok := calendar.ParsePeriod(rec.Period)
		if !ok || !m.Plan.Alike(p, upTo) || p.Compare(upTo) > 0 {
			continue
		}
		level, _ := workbook.ParseNoticeLevel(rec.Level)
		issued, _ := calendar.ParseISO(rec.Received)
		reply, _ := calendar.ParseISO(rec.Reply)
		with := map[string]workbook.NoticeLevel{}
		for task, key := range rec.With {
			with[task], _ = workbook.ParseNoticeLevel(key)
		}
		out = append(out, report.NoticeRecord{Number: rec.Note, Matter: rec.Matter, Trigger: rec.Trigger, Level: level,
			Bureau: rec.Bureau, Period: p, Issued: issued, Reply: reply, With: with})
	}
	return out
}

// NoticeLines gives the matters that have reached the ladder on a day, in words, and the input from which they were found.
func (m *Maker) NoticeLines(h *report.History, day calendar.Date) ([]report.NoticeLine, report.NoticeInput) {
	in := report.NoticeInput{History: h, Records: m.noticeRecords(last(h).Period), Day: day}
	return report.NoticeLines(report.NoticeCases(in), last(h), m.ws.Words), in
}

// NoticeFolder gives the folder of a round's notices.
func (m *Maker) NoticeFolder(p calendar.Period, below ...string) string {
	return m.ws.Folder("reports", append([]string{p.String(), m.ws.Words.T("folder.notices")}, below...)...)
}

// NoticePaper is a notice, or its text to paste, on record; Given says that the notice itself is on record.
type NoticePaper struct {
	archive.Receipt
	Given bool
}

// NoticePapers lists the notices of a period, or of all periods if it is empty, followed by their texts. A run that ended between a
// text and its notice leaves the number to the next notice, whose text may be different: of several with a name the last one counts.
func (m *Maker) NoticePapers(period string) []NoticePaper {
	type name struct{ period, base string }
	given := map[name]bool{}
	var out []NoticePaper
	for _, kind := range []string{archive.KindNotice, archive.KindText} {
		at := map[name]int{}
		for _, rec := range m.Archive.Select(kind, period) {
			key := name{rec.Period, strings.TrimSuffix(rec.Name, filepath.Ext(rec.Name))}
			given[key] = given[key] || kind == archive.KindNotice
			if i, ok := at[key]; ok {
				out[i].Receipt = rec
				continue
			}
			at[key] = len(out)
			out = append(out, NoticePaper{rec, given[key]})
		}
	}
	return out
}

// restoreNotices restores the notices of a round to where they were written, from the archive.
func (m *Maker) restoreNotices(p calendar.Period) error {
	for _, n := range m.NoticePapers(p.String()) {
		path := m.NoticeFolder(p, archive.SafeName(n.Name))
		if _, err := m.disk.ReadFile(path); !n.Given || !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		data, err := m.Archive.Load(n.Receipt)
		if err != nil {
			return err
		}
		if err := m.disk.WriteFile(path, data); err != nil {
			return err
		}
	}
	return nil
}

// noticesGiven counts the notices of a day's year.
func (m *Maker) noticesGiven(day calendar.Date) (n int) {
	for _, rec := range m.Archive.Select(archive.KindNotice, "") {
		if d, _ := calendar.ParseISO(rec.Received); d.Year() == day.Year() {
			n++
		}
	}
	return n
}

// Notice is a notice that was given.
type Notice struct {
	report.NoticeRecord
	// Text and Word are the paths of the text to paste and of the notice itself.
	Text, Word string
}

// GiveNotice gives a notice on a day: it is written, archived and logged, so that a killed run has used no number twice. file gives
// its file name, without extension, from its place in the year and its number.
func (m *Maker) GiveNotice(l report.NoticeLine, ledger *report.Ledger, day calendar.Date,
	file func(place, number string) string) (*Notice, error) {
	n := m.noticesGiven(day) + 1
	r := report.NoticeRecord{Number: report.NoticeNumber(m.Plan, day.Year(), n, m.ws.Words), Matter: l.Key, Trigger: l.Trigger,
		Level: l.NoticeCase.Level, Bureau: l.Bureau.Code, Period: ledger.Period, Issued: day, Reply: l.ReplyBy(m.Plan, day), With: l.Named()}
	doc := report.NoticeSlip(l.NoticeCase, r, ledger, m.ws.Words)
	data, err := docx.Write(doc)
	if err != nil {
		return nil, fmt.Errorf("notice: %w", err)
	}
	// The number comes first once more, with enough digits for folders to sort by it.
	base := file(fmt.Sprintf("%03d", n), r.Number)
	given := &Notice{NoticeRecord: r}
	if given.Text, err = m.writeNotice(r, archive.KindText, base+".txt", archive.WindowsText(document.Text(doc))); err != nil {
		return nil, err
	}
	if given.Word, err = m.writeNotice(r, archive.KindNotice, base+".docx", data); err != nil {
		return nil, err
	}
	return given, nil
}

// writeNotice records a notice or its text, writes it, and returns its path.
func (m *Maker) writeNotice(r report.NoticeRecord, kind, name string, data []byte) (path string, err error) {
	// Recorded before it lies in the reports, where the archive can restore it: an unrecorded notice there could be anybody's.
	p := r.Period.String()
	rec := archive.Receipt{Kind: kind, Period: p, Bureau: r.Bureau, Name: name, SHA256: archive.Hash(data), Size: int64(len(data)),
		Received: r.Issued.String(), PlanSHA256: m.Whole.SHA256, Note: r.Number}
	if kind == archive.KindNotice {
		rec.Matter, rec.Trigger, rec.Level, rec.Reply = r.Matter, r.Trigger, r.Level.Key(), r.Reply.String()
		rec.With = map[string]string{}
		for task, level := range r.With {
			rec.With[task] = level.Key()
		}
	}
	// It is already on record if a run ended before the notice itself was.
	same := func(n NoticePaper) bool { return n.Kind == kind && n.Name == name && n.SHA256 == rec.SHA256 }
	if !slices.ContainsFunc(m.NoticePapers(p), same) {
		if rec.Path, err = m.Archive.Store(p, name, data); err != nil {
			return "", err
		}
		if _, err := m.Archive.Append(rec); err != nil {
			return "", err
		}
	}
	path = m.NoticeFolder(r.Period, archive.SafeName(name))
	return path, m.disk.WriteFile(path, data)
}
