package archive

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

// Files that belong together are all replaced or all unchanged, whatever is in the way of one and whatever was there before.
func TestExchange(t *testing.T) {
	gone := errors.New("the drive is gone")
	for _, tt := range []struct {
		name  string
		there []string
		errs  map[string]error
		then  error
		want  error
	}{
		{"both are written", []string{"a", "b"}, nil, nil, nil},
		{"neither was there", nil, nil, nil, nil},
		{"the first is open", []string{"a", "b"}, map[string]error{"a": gone}, nil, gone},
		{"the second is open", []string{"a", "b"}, map[string]error{"b": gone}, nil, gone},
		{"the second is open, the first was not there", []string{"b"}, map[string]error{"b": gone}, nil, gone},
		{"what rests on them fails", []string{"a"}, nil, gone, gone},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			lay(t, dir, tt.there...)
			before := contents(t, dir)
			path := func(name string) string { return filepath.Join(dir, name) }
			stood := false
			then := func() error {
				a, _ := os.ReadFile(path("a"))
				b, _ := os.ReadFile(path("b"))
				stood = string(a) == "new" && string(b) == "new too"
				return tt.then
			}
			err := On(stuck{OS(), tt.errs}).Exchange([]Content{{path("a"), []byte("new")}, {path("b"), []byte("new too")}}, then)
			if !errors.Is(err, tt.want) || stood != (tt.errs == nil) {
				t.Errorf("error %v, want %v; both stood before what rests on them: %v", err, tt.want, stood)
			}
			want := before
			if tt.want == nil {
				want = map[string]string{"a": "new", "b": "new too"}
			}
			if now := contents(t, dir); !maps.Equal(now, want) {
				t.Errorf("there is %v, want %v", now, want)
			}
			if left := leftovers(t, dir); left != nil {
				t.Errorf("left behind %v", left)
			}
		})
	}
	// A folder in the place of one of them is found before anything is written.
	dir := t.TempDir()
	lay(t, dir, "a")
	if err := os.Mkdir(filepath.Join(dir, "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	err := disk.Exchange([]Content{{filepath.Join(dir, "a"), []byte("new")}, {filepath.Join(dir, "b"), nil}}, func() error { return nil })
	if data, _ := os.ReadFile(filepath.Join(dir, "a")); err == nil || string(data) == "new" {
		t.Errorf("error %v, and the other file is %q", err, data)
	}
}
