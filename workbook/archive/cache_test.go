package archive

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var secret = []byte("what only the workspace knows")

// A record is found in the same run once it is written.
func TestCacheFindsWhatItKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "2024-09")
	c := disk.OpenCache(path, "1", secret)
	holds := func(want map[string]string) {
		t.Helper()
		for key, data := range want {
			if got, ok := c.Get(key); !ok || string(got) != data {
				t.Errorf("%s: %q, %v; wanted %q", key, got, ok, data)
			}
		}
	}
	c.Put("甲", []byte("one"))
	c.Put("乙", []byte("two"))
	c.Flush() // creates the file
	holds(map[string]string{"甲": "one", "乙": "two"})
	c.Put("丙", nil)
	c.Put("甲", []byte("another"))
	c.Flush() // appends to it
	holds(map[string]string{"甲": "another", "乙": "two", "丙": ""})
	c.Close()
	c = disk.OpenCache(path, "1", secret)
	defer c.Close()
	holds(map[string]string{"甲": "another", "乙": "two", "丙": ""})
	c.Put("丁", []byte("four"))
	c.Flush()
	holds(map[string]string{"甲": "another", "丁": "four"})
}

// Records that were written with another secret, or copied from another record or program, are not accepted.
func TestCacheTakesNothingForged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "2024-09")
	with := func(stamp string, secret []byte, do func(*Cache)) {
		c := disk.OpenCache(path, stamp, secret)
		defer c.Close()
		do(c)
	}
	with("1", secret, func(c *Cache) { c.Put("甲乙", []byte("one")); c.Put("丙", []byte("three")); c.Flush() })
	with("1", []byte("a guess"), func(c *Cache) { c.Put("甲乙", []byte("forged")); c.Flush() })
	with("1", secret, func(c *Cache) {
		if got, ok := c.Get("甲乙"); ok {
			t.Errorf("written with another secret: %q", got)
		}
		if got, ok := c.Get("丙"); !ok || string(got) != "three" {
			t.Errorf("what stands beside it: %q, %v", got, ok)
		}
	})
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(string) string{
		"a piece of the key as data": func(s string) string {
			return strings.Replace(s, "\x06\x00\x00\x00\x03\x00\x00\x00", "\x03\x00\x00\x00\x06\x00\x00\x00", 1)
		},
		"under another program's name": func(s string) string { return strings.Replace(s, "duban cache 1\n", "duban cache 2\n", 1) },
		"letters changed places":       func(s string) string { return strings.Replace(s, "three", "trhee", 1) },
	} {
		changed := change(string(whole))
		if changed == string(whole) {
			t.Fatalf("%s: nothing was changed", name)
		}
		if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, stamp := range []string{"1", "2"} {
			with(stamp, secret, func(c *Cache) {
				for key, was := range map[string]string{"甲": "", "甲乙": "", "丙": "three"} {
					if got, ok := c.Get(key); ok && (string(got) != was || stamp == "2") {
						t.Errorf("%s: %s is %q", name, key, got)
					}
				}
			})
		}
	}
}

// A cache that is mostly outdated is begun anew, so that it does not grow with every run.
func TestCacheDoesNotGrowForEver(t *testing.T) {
	path := filepath.Join(t.TempDir(), "2024-09")
	data := make([]byte, smallCache/4)
	largest := int64(0)
	for run := range 20 {
		c := disk.OpenCache(path, "1", secret)
		if _, ok := c.Get("stays"); !ok {
			c.Put("stays", []byte("as it is"))
		}
		data[0] = byte(run)
		c.Put("changes", data)
		c.Flush()
		if got, ok := c.Get("changes"); !ok || got[0] != byte(run) {
			t.Fatalf("run %d: not found", run)
		}
		if got, ok := c.Get("stays"); !ok || string(got) != "as it is" {
			t.Fatalf("run %d: lost", run)
		}
		c.Close()
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		largest = max(largest, info.Size())
	}
	if largest > 2*smallCache {
		t.Errorf("%d bytes for %d that are of use", largest, len(data))
	}
}

// Half a record at the end, left by a killed run or a full disk, loses that record and no other, however often it happens.
func TestCacheGoesOnAfterHalfARecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "2024-09")
	want := map[string]string{}
	holds := func(c *Cache, when string) {
		t.Helper()
		for key, data := range want {
			if got, ok := c.Get(key); !ok || string(got) != data {
				t.Fatalf("%s: %s is %q, %v", when, key, got, ok)
			}
		}
	}
	put := func(c *Cache, n int) {
		for range n {
			key := fmt.Sprint("第", len(want), "份")
			want[key] = key + "的内容"
			c.Put(key, []byte(want[key]))
		}
		c.Flush()
	}
	c := disk.OpenCache(path, "1", secret)
	put(c, 100)
	c.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	record := whole[len(c.head):]
	for _, torn := range []int{1, recordHead - 1, recordHead, recordHead + 3, len(record)/100 - 1} {
		when := fmt.Sprint(torn, " bytes of a record at the end")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(data, record[:torn]...), 0o644); err != nil {
			t.Fatal(err)
		}
		c := disk.OpenCache(path, "1", secret)
		holds(c, when)
		put(c, 1)
		holds(c, when+", once more was written")
		put(c, 1)
		c.Close()
		c = disk.OpenCache(path, "1", secret)
		holds(c, when+", in the next run")
		c.Close()
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if c.size != info.Size() {
			t.Errorf("%s: still %d behind the last whole record", when, info.Size()-c.size)
		}
	}
	// A file that was deleted meanwhile is begun anew.
	c = disk.OpenCache(path, "1", secret)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	clear(want)
	put(c, 2)
	holds(c, "begun anew")
	c.Close()
	c = disk.OpenCache(path, "1", secret)
	defer c.Close()
	holds(c, "begun anew, in the next run")
}
