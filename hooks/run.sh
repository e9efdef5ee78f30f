# LTPM: is anything due? Sourced by a Git hook, which may be somebody else's: every name begins with ltpm_, nothing is printed, nothing
# fails, and nothing here starts a process. `-nt` and `-ef` are the only tests beyond POSIX; dash, bash, ksh and busybox have them.
#
# In: ltpm_event, ltpm_dir (this work tree's git directory), ltpm_common (the one all work trees share), "$@" (the hook's own).

# In the middle of a rebase or a bisect nothing is recorded: the rebase's post-rewrite does it once.
if [ "$ltpm_event ${1:-}" != "post-rewrite rebase" ]; then
  if [ -d "$ltpm_dir/rebase-merge" ] || [ -d "$ltpm_dir/rebase-apply" ]; then return 0; fi
fi
if [ "$ltpm_event" = post-checkout ]; then
  if [ -f "$ltpm_dir/BISECT_START" ]; then return 0; fi
  # A work tree that is just being made has no past.
  case ${1:-} in *[!0]*) ;; *) return 0 ;; esac
fi

# A GIT_DIR that somebody left in the environment belongs to another repository: not ours to write to from here.
if [ -n "${GIT_DIR:-}" ] && [ -e .git ]; then
  ltpm_own=.git
  if [ -f .git ]; then IFS=' ' read -r ltpm_word ltpm_own <.git || :; fi
  if ! [ "$ltpm_own" -ef "$ltpm_dir" ]; then return 0; fi
fi

if ! [ -r "$ltpm_common/ltpm/hooks/settings.sh" ]; then return 0; fi
ltpm_writes=
. "$ltpm_common/ltpm/hooks/settings.sh"
ltpm_own=$ltpm_dir/ltpm/hooks
ltpm_due=
ltpm_sync_due=
ltpm_word=
if [ -r "$ltpm_own/current" ]; then while IFS= read -r ltpm_stamp; do ltpm_word=$ltpm_stamp; done <"$ltpm_own/current"; fi
ltpm_stamp=$ltpm_own/${ltpm_word:-none}

# "Is the stamp newer" and not "is the document newer": only this way a missing stamp and equal times mean "due" in every shell.
ltpm_look() {
  if [ -f "$3" ] && ! [ "$ltpm_stamp" -nt "$3" ]; then ltpm_due=1; fi
}
if [ "$ltpm_keep" != 0 ]; then ltpm_documents ltpm_look; fi

# A clock without a process: writing to a file gives it the time of now, and `due` has the time of then. Appending, since some file
# systems take milliseconds to empty a file that has something in it.
if [ "$ltpm_sync" != 0 ]; then
  if ! [ -e "$ltpm_own/due" ]; then
    ltpm_sync_due=1
  elif { echo >>"$ltpm_own/now"; } 2>/dev/null && [ "$ltpm_own/now" -nt "$ltpm_own/due" ]; then
    ltpm_sync_due=1
  fi
fi

if [ -n "$ltpm_due$ltpm_sync_due" ]; then
  (. "$ltpm_common/ltpm/hooks/record.sh") </dev/null >/dev/null 2>&1 || :
fi
return 0
