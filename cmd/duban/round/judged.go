package round

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"slices"
	"strconv"
	"sync"

	"duban/templates"
	"duban/validate"
	"duban/workbook"
	"duban/workbook/archive"
	"duban/workbook/calendar"
	"duban/workbook/compact"
	"duban/workbook/sheet"
	"duban/workbook/xlsx"
)

// The verdict on a return is kept, so that a merge after one new return judges only that one. It depends on more than the file: on the
// plan, the standing before the round, and the keys. All of these are in Judging. Its method Judge does the judging, so that nothing else
// can affect the result. They are also all in the digest under which the verdict is kept, so that it is not found under anything else.

// Judging holds everything that a file is judged by as a return of a round.
type Judging struct {
	// program names the build of the program. The next fields depend on it and the workspace's language only, and rules also on the plan.
	program   string
	checker   *validate.Checker
	words     *templates.Catalogue
	planForms []*workbook.Form
	forms     *workbook.TemplateForms
	rules     []workbook.Rule

	Plan   *workbook.Plan
	Period calendar.Period
	// Before is the standing before the round, from a digest of what it was made of.
	Before *workbook.Standing
	from   string
	keys   []workbook.Key
	// former judges workbooks that were issued before the round was issued anew to merged bureaus: those for the bureaus in joined, issued
	// from the plans with the hashes in formerPlans. It is nil if the round was not issued anew so.
	former      *Judging
	formerPlans []string
	joined      []*workbook.Bureau
	// sealed says that all workbooks of the round were sealed when they were issued, keysHeld that all keys for that are at hand.
	sealed, keysHeld bool
}

// digest gives a digest of everything that a file is judged by. It is empty if something in it has no digest, and then no verdict is kept.
func (j *Judging) digest() string {
	state := j.Plan.State()
	if state == "" || j.from == "" {
		return ""
	}
	d := newDigest(j.program, j.words.Lang, state, j.Period.String(), j.from, strconv.FormatBool(j.sealed), strconv.FormatBool(j.keysHeld))
	for _, k := range j.keys {
		d.add(string(k))
	}
	if j.former != nil {
		d.add(j.former.digest())
	}
	d.add(j.formerPlans...)
	return d.String()
}

// digest is a SHA-256 over texts; it depends on where each text ends.
type digest struct{ hash.Hash }

func newDigest(texts ...string) digest {
	d := digest{sha256.New()}
	d.add(texts...)
	return d
}

func (d digest) add(texts ...string) {
	for _, s := range texts {
		d.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(s))))
		d.Write([]byte(s))
	}
}

func (d digest) String() string { return hex.EncodeToString(d.Sum(nil)) }

// nothingBefore is the digest of the standing before the first round.
const nothingBefore = "nothing"

// begin starts the standing at the end of the round, before any of its files.
func (r *Round) begin() {
	r.now, r.accepted = r.Before.Next(r.Period), newDigest(r.judgedBy)
	if r.beforeReissue != nil {
		r.now = r.beforeReissue.now.HandedOver(r.beforeReissue.Plan, r.Plan).Anew()
		r.accepted.add(r.beforeReissue.standing())
	}
	r.toCompare()
}

// standing gives a digest of what the standing at the end of the round is made of: what the round was judged by, and what was accepted, in
// order. It is empty if the round has no digest. r may be nil, before the first round.
func (r *Round) standing() string {
	switch {
	case r == nil:
		return nothingBefore
	case r.judgedBy == "":
		return ""
	}
	return r.accepted.String()
}

// Judge decodes and checks one file. err says why it could not be read as a workbook, and book is nil then.
func (j *Judging) Judge(name string, book *sheet.Book, err error) *Intake {
	in := j.found(name, book, err)
	in.outcome = outcomeOf(in)
	in.Unvouched = in.Return != nil && !in.Verdict.Refused && in.Return.Identity.Sealing(j.keys) == workbook.SealUnknown
	return in
}

// found is Judge without the outcome.
func (j *Judging) found(name string, book *sheet.Book, err error) *Intake {
	in := &Intake{}
	if err != nil {
		if !errors.As(err, &in.refusal) {
			in.refusal = &xlsx.Refusal{Code: "file-damaged", Args: map[string]string{"reason": err.Error()}}
		}
		in.Verdict = validate.Verdict{Refused: true, Findings: []validate.Finding{{
			Code: in.refusal.Code, Severity: workbook.Problem, Period: j.Period.String(), Place: workbook.Place{File: name, Sheet: in.refusal.Part}, Args: in.refusal.Args,
		}}}
		return in
	}
	in.Return = workbook.DecodeReturn(book, name, j.Plan, j.forms)
	if j.formerOf(in.Return) != nil {
		plan := in.Return.Identity.PlanSHA
		in = j.former.found(name, book, err)
		in.former, in.formerPlan = cmp.Or(in.former, in.Return.Bureau), plan
		return in
	}
	if !in.Return.Identity.Whole && in.Return.CoverPlace.IsZero() && IsPlan(book, j.planForms) {
		in.Return.Identity.Kind = "plan" // put into the inbox by mistake: the finding says what it is, rather than asking whose
	}
	ctx := validate.Context{Plan: j.Plan, Forms: j.forms, Rules: j.rules, Period: j.Period, Prior: j.Before, Keys: j.keys, Sealed: j.sealed, KeysHeld: j.keysHeld}
	if in.Return.Bureau != nil && in.Return.Ledger == nil {
		t := templates.Prepare(j.Plan, j.forms, j.Before, in.Return.Bureau, j.Period, j.words)
		ctx.Locked = t.Locked
		ctx.Rows = t.RowIDs()
	}
	in.Verdict = j.checker.CheckReturn(ctx, in.Return)
	return in
}

// formerOf gives the former bureau that a workbook was issued to before the round was issued anew to its heir; nil for all others.
func (j *Judging) formerOf(ret *workbook.Return) *workbook.Bureau {
	if j.former == nil || !slices.Contains(j.formerPlans, ret.Identity.PlanSHA) {
		return nil
	}
	at := slices.IndexFunc(j.joined, func(b *workbook.Bureau) bool { return b.Code == ret.Identity.Bureau })
	if at < 0 {
		return nil
	}
	return j.joined[at]
}

// IsPlan reports whether a workbook is a plan: it has both sheets that every plan has.
func IsPlan(book *sheet.Book, forms []*workbook.Form) bool {
	return workbook.FindSheet(forms[1], book) != nil && workbook.FindSheet(forms[2], book) != nil
}

// reduced drops what is not needed of a file once it is judged, whether the verdict is kept or not. If the file is bulky the texts that
// remain are copied, so that they do not keep the whole file in memory. It returns in.
func (in *Intake) reduced(bulky bool) *Intake {
	ret := in.Return
	if ret == nil || ret.Ledger != nil {
		return in
	}
	ret.Reduce(in.Verdict.Holds)
	in.Verdict.Settled(ret)
	if in.Verdict.Refused {
		ret.Tables = nil // none of its rows is ever taken
	}
	if bulky {
		ret.Own()
		quote(in.Verdict.Findings)
	}
	return in
}

// judgedCache opens the cache of verdicts on a round's returns; nil if none is kept. Verdicts by another digest are not found in it.
func (s *Session) judgedCache(r *Round) *archive.Cache {
	if r.judgedBy == "" {
		return nil
	}
	name := "judged-" + r.Period.String()
	if r.issue > 0 {
		name += "-" + strconv.Itoa(r.issue)
	}
	return s.cacheOf(name, r.judgedBy)
}

// judgedKey gives the key for the verdict on a file. It includes the name, as findings name the file.
func judgedKey(rec archive.Receipt) string { return rec.SHA256 + " " + rec.Name }

// keepJudged encodes the verdict on a file that was judged and reduced; nil if it cannot be kept. It may be called in parallel.
func (s *Session) keepJudged(r *Round, in *Intake) []byte {
	if s.caches == nil && s.seen == nil || r.judgedBy == "" || !IsReturn(in.outcome) || in.former != nil {
		return nil // files of former bureaus are judged by another plan than the round's
	}
	whole := false
	var data []byte
	s.lendWriter(func(w *compact.Writer) {
		data = w.Write(func(w *compact.Writer) {
			w.Bool(in.Unvouched)
			whole = in.Verdict.Keep(w, in.Return, r.Plan)
		})
	})
	if !whole {
		return nil
	}
	return data
}

// keepOf gives what the caches should keep of a file that was judged and reduced. book is the file as read, nil if it is not held.
func (s *Session) keepOf(r *Round, in *Intake, book *sheet.Book) (k toKeep) {
	if k.judged = s.keepJudged(r, in); k.judged == nil && book != nil {
		k.read = s.compact(book)
	}
	return k
}

// keepFiled puts what keepOf gave into the caches once the file is filed.
func (s *Session) keepFiled(r *Round, rec archive.Receipt, k toKeep) {
	s.keep(s.cache(rec.Period), rec.SHA256, rec, k.read)
	s.keep(s.judgedCache(r), judgedKey(rec), rec, k.judged)
}

// keptJudged gives an archived file with its kept verdict; false if it has to be judged now. A file that was touched since is read again and
// compared with its receipt.
func (s *Session) keptJudged(r *Round, c *archive.Cache, rec archive.Receipt) (*Intake, bool) {
	data, ok := s.seen.recall(r, rec)
	if !ok {
		data, ok = s.untouched(c, judgedKey(rec), rec)
	}
	if !ok {
		return nil, false
	}
	k := compact.NewReader(data)
	in := &Intake{Unvouched: k.Bool()}
	if in.Return, in.Verdict, ok = validate.Kept(k, rec.Name, r.Plan, r.forms, r.switches); !ok || !k.Whole() {
		return nil, false
	}
	in.outcome = outcomeOf(in)
	return in, true
}

// seen holds the verdicts of one run on archived files, by all that they were judged by. An audit works out the same rounds again for each
// later round. It trusts no cache, but with seen it judges a file only once. A nil seen holds nothing.
type seen struct {
	mu   sync.Mutex
	at   map[string][]byte
	size int
}

// mostSeen is the most bytes that seen holds, which is enough for some forty thousand returns. Other files are judged again.
const mostSeen = 128 << 20

func seenKey(r *Round, rec archive.Receipt) string { return r.judgedBy + " " + judgedKey(rec) }

func (s *seen) recall(r *Round, rec archive.Receipt) ([]byte, bool) {
	if s == nil || r.judgedBy == "" {
		return nil, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	data, ok := s.at[seenKey(r, rec)]
	return data, ok
}

// remember keeps the verdict on a file, as encoded by keepJudged. data may be nil.
func (s *seen) remember(r *Round, rec archive.Receipt, data []byte) {
	if s == nil || data == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if key := seenKey(r, rec); s.at[key] == nil && s.size+len(data) <= mostSeen {
		s.at[key], s.size = data, s.size+len(data)
	}
}
