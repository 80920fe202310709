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

// What a return was found to be is kept beside what was read of it, so that a merge after one new return judges that one and no
// other. It hangs on more than the file: on the plan, on what stood before the round, on keys. All of it is in Judging, which has
// judge for a method, so that nothing else can bear on what is found; and all of it is in the digest under which what was found is
// kept, so that under anything else it is not there.

// Judging is all that a file is judged by as a return of a round.
type Judging struct {
	// program names the build of the program. What comes next follows from it and the language of the workspace; the rules from the plan too.
	program   string
	checker   *validate.Checker
	words     *templates.Catalogue
	planForms []*workbook.Form
	forms     *workbook.TemplateForms
	rules     []workbook.Rule

	Plan   *workbook.Plan
	Period calendar.Period
	// Before is what stood before the round, from names what it was made of.
	Before *workbook.Standing
	from   string
	keys   []workbook.Key
	// former judges the workbooks that the round went out with before it was issued anew to bureaus that had become one: those of joined,
	// as the plans with these hashes have them. It is nil where the round was not.
	former      *Judging
	formerPlans []string
	joined      []*workbook.Bureau
	// sealed says that all its workbooks were sealed when they were issued, keysHeld that every key of theirs is at hand.
	sealed, keysHeld bool
}

// digest names all that a file is judged by. It is empty where that cannot be named: then nothing is kept.
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

// digest is a digest over texts, each of which stands by itself.
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

// nothingBefore names what stood before the first round.
const nothingBefore = "nothing"

// begin starts what stands at the end of the round: nothing of it has come in yet.
func (r *Round) begin() {
	r.now, r.accepted = r.Before.Next(r.Period), newDigest(r.judgedBy)
	if r.beforeReissue != nil {
		r.now = r.beforeReissue.now.HandedOver(r.beforeReissue.Plan, r.Plan).Anew()
		r.accepted.add(r.beforeReissue.standing())
	}
	r.toCompare()
}

// standing names what stands at the end of the round: what it was judged by, and what was accepted, in this order. It is empty
// where that cannot be named.
func (r *Round) standing() string {
	switch {
	case r == nil:
		return nothingBefore
	case r.judgedBy == "":
		return ""
	}
	return r.accepted.String()
}

// Judge decodes and checks one file as it was read, or for err could not be.
func (j *Judging) Judge(name string, book *sheet.Book, err error) *Intake {
	in := j.found(name, book, err)
	in.outcome = outcomeOf(in)
	in.Unvouched = in.Return != nil && !in.Verdict.Refused && in.Return.Identity.Sealing(j.keys) == workbook.SealUnknown
	return in
}

// found is what is found in a file.
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
		in.Return.Identity.Kind = "plan" // laid into the inbox by mistake: it is told what it is rather than asked whose
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

// formerOf is whose a workbook is that went out before the round was issued anew to who had become one; nil of all others.
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

// IsPlan tells a plan by its two sheets without which there is none.
func IsPlan(book *sheet.Book, forms []*workbook.Form) bool {
	return workbook.FindSheet(forms[1], book) != nil && workbook.FindSheet(forms[2], book) != nil
}

// reduced lets go of what is asked no more of a file once it is judged, whether it is kept or not. What is left of one with more cells than
// are held is little, and does not hold all its texts.
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

// judgedCache is the cache of what returns of a round were found to be; nil where none is kept. Of a round that was judged by
// something else nothing is left.
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

// judgedKey is the key under which a file is kept as it was judged: its name is in what is said of it.
func judgedKey(rec archive.Receipt) string { return rec.SHA256 + " " + rec.Name }

// keepJudged gives what is to be kept of a file that was judged and reduced, nil where nothing is. Several may be asked for side
// by side.
func (s *Session) keepJudged(r *Round, in *Intake) []byte {
	if s.caches == nil && s.seen == nil || r.judgedBy == "" || !IsReturn(in.outcome) || in.former != nil {
		return nil // what came from who became one is judged by another round's plan than the one it came in
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

// keepOf gives what is to be kept of a file that was judged and reduced, with its cells as they were read, nil where those are not held.
func (s *Session) keepOf(r *Round, in *Intake, book *sheet.Book) (k toKeep) {
	if k.judged = s.keepJudged(r, in); k.judged == nil && book != nil {
		k.read = s.compact(book)
	}
	return k
}

// keepFiled keeps it once the file is filed.
func (s *Session) keepFiled(r *Round, rec archive.Receipt, k toKeep) {
	s.keep(s.cache(rec.Period), rec.SHA256, rec, k.read)
	s.keep(s.judgedCache(r), judgedKey(rec), rec, k.judged)
}

// keptJudged is an archived file as it was judged before; false where it is to be judged now. One that was touched since is read
// again, and held against its receipt.
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

// seen is what one run found in archived files, under all that they were judged by: an audit goes over the same rounds again for
// each that came after them, trusts no cache, and yet judges a file once. The nil one holds nothing.
type seen struct {
	mu   sync.Mutex
	at   map[string][]byte
	size int
}

// mostSeen is how many bytes of it are held, those of some forty thousand returns; what does not go in is judged again.
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

// remember takes what is to be kept of a file that was judged; nil where that is nothing.
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
