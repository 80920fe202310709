package archive

import (
	"path/filepath"
	"slices"
	"sync"
	"testing"
)

// journal is the computer's own system. It notes what a power cut would lose: bytes of files, and names in folders, that are not synced.
type journal struct {
	System

	mu    sync.Mutex
	bytes map[string]bool // files whose bytes may be lost
	names map[string]bool // folders whose names may be lost
	risks []string        // steps that were done too early
}

// noted is a file whose writes and syncs are recorded; log says that it is the log of receipts.
type noted struct {
	File
	of  *journal
	log bool
}

func (j *journal) CreateTemp(dir, pattern string) (File, error) {
	f, err := j.System.CreateTemp(dir, pattern)
	if err != nil {
		return nil, err
	}
	return &noted{File: f, of: j}, nil
}

func (j *journal) OpenAppend(path string) (File, error) {
	f, err := j.System.OpenAppend(path)
	if err != nil {
		return nil, err
	}
	return &noted{File: f, of: j, log: true}, nil
}

func (j *journal) Rename(from, to string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.bytes[from] {
		j.risks = append(j.risks, "a name before the bytes: "+filepath.Base(to))
	}
	j.names[filepath.Dir(to)] = true
	return j.System.Rename(from, to)
}

func (j *journal) SyncDir(path string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	delete(j.names, path)
	return j.System.SyncDir(path)
}

func (f *noted) Write(b []byte) (int, error) {
	f.of.mu.Lock()
	defer f.of.mu.Unlock()
	f.of.bytes[f.Name()] = true
	if f.log && len(f.of.names) > 0 {
		f.of.risks = append(f.of.risks, "a receipt before the names")
	}
	return f.File.Write(b)
}

func (f *noted) Sync() error {
	f.of.mu.Lock()
	defer f.of.mu.Unlock()
	delete(f.of.bytes, f.Name())
	return f.File.Sync()
}

// Filed and written files survive a power cut as soon as they are reported as done: bytes are on the disk before their name, and both
// before the receipt about them.
func TestNothingIsAtRiskInAPowerCut(t *testing.T) {
	file := func(a *Archive) error {
		for _, name := range []string{"甲.xlsx", "乙.xlsx"} {
			for _, period := range []string{"2024-09", "2024-10"} {
				at, err := a.Store(period, name, []byte(period+name))
				if err != nil {
					return err
				}
				if _, err := a.Append(Receipt{Name: name, Path: at, SHA256: Hash([]byte(period + name))}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	for name, do := range map[string]func(d Disk, dir string, a *Archive) error{
		"filed one by one": func(_ Disk, _ string, a *Archive) error { return file(a) },
		"filed together": func(_ Disk, _ string, a *Archive) error {
			a.Begin()
			if err := file(a); err != nil {
				return err
			}
			return a.CommitBeside()()
		},
		"written as a batch": func(d Disk, dir string, _ *Archive) error {
			b := d.Batch()
			for _, name := range []string{"a/1.xlsx", "b/2.xlsx", "b/3.xlsx", "a/4.xlsx"} {
				if err := b.Add(filepath.Join(dir, name), []byte(name)); err != nil {
					return err
				}
			}
			return b.Place()
		},
		"written alone": func(d Disk, dir string, _ *Archive) error {
			path := filepath.Join(dir, "报告", "汇总.xlsx")
			if err := d.WriteFile(path, []byte("xlsx")); err != nil {
				return err
			}
			return d.SyncFolder(filepath.Dir(path))
		},
	} {
		dir := t.TempDir()
		j := &journal{System: OS(), bytes: map[string]bool{}, names: map[string]bool{}}
		a, err := On(j).Open(filepath.Join(dir, "存档"), "收件记录.jsonl", 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := do(On(j), dir, a); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for path := range j.bytes {
			j.risks = append(j.risks, "bytes of "+filepath.Base(path))
		}
		for path := range j.names {
			j.risks = append(j.risks, "names in "+filepath.Base(path))
		}
		if slices.Sort(j.risks); len(j.risks) > 0 {
			t.Errorf("%s: %q", name, j.risks)
		}
	}
}
