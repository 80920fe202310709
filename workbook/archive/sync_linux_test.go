package archive

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// Kernels before 5.8, such as 4.19 in Kylin V10, do not report all errors of syncing a whole file system.
func TestKernelsThatSayWhatFailed(t *testing.T) {
	for release, want := range map[string]bool{
		"4.19.90-52.22.v2207.ky10.x86_64": false, "5.7.19": false, "5.8.0": true, "5.15.0-91-generic": true, "6.18.44": true, "10.0-rc1": true,
		"": false, "Kylin": false, "6": false,
	} {
		if got := sincePointEight(release); got != want {
			t.Errorf("%q: %v", release, got)
		}
	}
}

// syncfs proves nothing on other file systems: the server behind FUSE, a network share or an overlay does not learn of it.
func TestFileSystemsThatWriteAll(t *testing.T) {
	for magic, want := range map[uint32]bool{
		unix.EXT4_SUPER_MAGIC: true, unix.XFS_SUPER_MAGIC: true, unix.BTRFS_SUPER_MAGIC: true, unix.TMPFS_MAGIC: true,
		unix.FUSE_SUPER_MAGIC: false, unix.OVERLAYFS_SUPER_MAGIC: false, unix.NFS_SUPER_MAGIC: false, unix.SMB2_SUPER_MAGIC: false,
		unix.CIFS_SUPER_MAGIC: false, unix.V9FS_MAGIC: false, unix.MSDOS_SUPER_MAGIC: false, unix.EXFAT_SUPER_MAGIC: false, 0: false,
	} {
		if got := writesAll(magic); got != want {
			t.Errorf("%#x: %v", magic, got)
		}
	}
}

// A whole file system is synced only if it is a local one.
func TestSyncSystem(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "甲.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	var on unix.Statfs_t
	if err := unix.Fstatfs(int(f.Fd()), &on); err != nil {
		t.Fatal(err)
	}
	if got := syncSystem(osFile{f}); got != (saysWhatFailed() && writesAll(uint32(on.Type))) {
		t.Errorf("own file: %v", got)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if syncSystem(osFile{f}) {
		t.Error("a closed file says that all is written")
	}
	if syncSystem(&watched{File: osFile{f}}) {
		t.Error("a file of another system says that all is written")
	}
}

// Files that were synced together are closed like others.
func TestSyncedTogetherAreClosed(t *testing.T) {
	open := func() int {
		all, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	dir, before, b := t.TempDir(), open(), Disk{}.Batch()
	for i := range 4 * syncedTogether {
		name := fmt.Sprint(i, ".xlsx")
		if err := b.Add(filepath.Join(dir, name), []byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Place(); err != nil || len(contents(t, dir)) != 4*syncedTogether {
		t.Errorf("placed %d, %v", len(contents(t, dir)), err)
	}
	if now := open(); now > before {
		t.Errorf("%d files are open, %d were", now, before)
	}
}
