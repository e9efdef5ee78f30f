# LTPM: something is due. Sourced by run.sh in a subshell without input or output. Git's plumbing only: no index, no ref that is moved, no lock that
# anybody could wait for. Every ref is new and is made last, so that at any moment all that is named is whole; what did not
# happen because this was killed happens at the next hook.

set +eufC
locale=${LC_ALL:-}
unset GIT_INDEX_FILE GIT_WORK_TREE GIT_PREFIX GIT_COMMON_DIR GIT_NAMESPACE GIT_OBJECT_DIRECTORY \
  GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_AUTHOR_DATE GIT_COMMITTER_DATE
GIT_DIR=$ltpm_dir GIT_AUTHOR_NAME=LTPM GIT_AUTHOR_EMAIL=ltpm@localhost GIT_COMMITTER_NAME=LTPM GIT_COMMITTER_EMAIL=ltpm@localhost
LC_ALL=C LTPM_HOOKS=0
export GIT_DIR GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL LC_ALL LTPM_HOOKS
nl='
'

# What went wrong is shown by `ltpm hooks status`; the stamp stays old, so the next hook tries again.
give_up() {
  echo "${now:-} $ltpm_event $1" >>"$ltpm_own/failed"
  rm -f "$ltpm_own/stamp.$$"
  exit 0
}

# The newest ref below a folder that is a file, by its last part; "" when there is none. Names sort by age.
find_newest_file() {
  newest=
  for file in "$ltpm_common/$1"/*.*.*; do
    case $file in *.lock) ;; *) if [ -s "$file" ]; then newest=${file##*/}; fi ;; esac
  done
}

# As above; what gc has packed, git knows.
find_newest() {
  find_newest_file "$1"
  if [ -z "$newest" ]; then
    newest=$(git for-each-ref --count=1 --sort=-refname --format='%(refname)' "$1/")
    newest=${newest##*/}
  fi
}

# The second and a number in it for a ref after $newest; never before it, also when the clock was set back.
next_turn() {
  turn=$now.0001
  if [ -z "$newest" ]; then return; fi
  last=${newest%%.*}
  if [ "${now%-*}" -gt "${last%-*}" ]; then return; fi
  if [ "${now%-*}" -eq "${last%-*}" ] && [ "${now#*-}" -gt "${last#*-}" ]; then return; fi
  number=${newest#*.}
  number=$((1${number%%.*} + 1))
  turn=$last.${number#1}
}

# Only files that are what their name says: a link that a pull brought could lead anywhere.
is_link() {
  part=$1
  while [ "$part" != . ]; do
    if [ -L "$part" ]; then return 0; fi
    part=${part%/*}
  done
  return 1
}

take_document() {
  if ! [ -f "$3" ] || [ "$ltpm_stamp" -nt "$3" ] || is_link "$3"; then return; fi
  paths=$paths$3$nl words="$words$1 $2$nl"
}

# Hashes the documents that changed and adds those that the newest save does not hold to $files and $refs.
save_documents() {
  oids=$(git hash-object -w --no-filters --stdin-paths <<EOF
${paths%"$nl"}
EOF
  ) || give_up "git hash-object"
  seen=
  while read -r oid <&3 && read -r key name <&4; do
    seen="$seen$key $name$nl"
    folder=refs/ltpm/saves/$worktree/$key
    find_newest "$folder"
    if [ "${newest##*.}" = "$oid" ]; then continue; fi
    next_turn
    files="${files}100644 blob $oid	$name$nl"
    refs="$refs$folder/$turn.a.$oid$nl"
    saved="$saved$key$nl"
  done 3<<OIDS 4<<WORDS
$oids
OIDS
$words
WORDS
  # Some shells keep what they read here in a temporary file, and the disk may be full.
  [ "$seen" = "$words" ] || give_up "reading"
}

# The commit at HEAD, mostly without git.
find_head() {
  head=
  IFS= read -r head <"$GIT_DIR/HEAD"
  case $head in
    "ref: refs/"*)
      head=$ltpm_common/${head#ref: }
      if [ -s "$head" ]; then IFS= read -r head <"$head"; else head=$(git rev-parse --verify --quiet HEAD); fi
      ;;
  esac
  case $head in '' | *[!0-9a-f]*) head=unborn ;; esac
}

# The next auto-sync is due the threshold from now. A date in the future: GNU and busybox, else BSD.
defer_sync() {
  at=$((seconds + ltpm_minutes * 60))
  : >"$ltpm_own/now"
  touch -d "@$at" "$ltpm_own/due" || touch -t "$(date -r "$at" +%Y%m%d%H%M.%S)" "$ltpm_own/due"
}

# PROGRESS.md itself is younger than the threshold: there is nothing to make up for.
is_progress_fresh() {
  [ -f "$ltpm_progress" ] && [ -n "$(find "$ltpm_progress" -prune -mmin "-$ltpm_minutes")" ]
}

# Makes one ref. Where a killed git left its lock, the same thing gets the next number.
name_apart() {
  if git $quiet update-ref "$1" "$commit" '' || git show-ref --verify --quiet "$1"; then return; fi
  leaf=${1##*/}
  number=${leaf#*.}
  rest=${number#*.}
  number=$((1${number%%.*} + 1))
  leaf=${1%/*}/${leaf%%.*}.${number#1}.$rest
  git $quiet update-ref "$leaf" "$commit" '' || git show-ref --verify --quiet "$leaf" || give_up "git update-ref"
}

# One commit for all; then the refs, together or, when somebody else had one first, each for itself.
commit_and_name() {
  if [ -z "$files" ]; then
    tree=$(git mktree </dev/null) || give_up "git mktree"
  else
    tree=$(git mktree <<EOF
${files%"$nl"}
EOF
    ) || give_up "git mktree"
  fi
  commit=$(git commit-tree "$tree" -m "auto-save at $ltpm_event") || give_up "git commit-tree"
  lines= seen= wanted=
  while read -r ref; do
    seen="$seen$ref$nl"
    # Of many hooks at once one was first, mostly.
    find_newest_file "${ref%/*}"
    if [ "${newest##*.}" = "${ref##*.}" ]; then continue; fi
    lines="${lines}create $ref $commit$nl" wanted="$wanted$ref$nl"
  done <<EOF
${refs%"$nl"}
EOF
  [ "$seen" = "$refs" ] || give_up "reading"
  if [ -z "$lines" ]; then return; fi
  quiet="-c core.hooksPath=/dev/null -c core.logAllRefUpdates=false"
  git $quiet update-ref --stdin <<EOF && return
${lines%"$nl"}
EOF
  seen=
  while read -r ref; do
    name_apart "$ref"
    seen="$seen$ref$nl"
  done <<EOF
${wanted%"$nl"}
EOF
  [ "$seen" = "$wanted" ] || give_up "reading"
}

# Far more saves than are kept: the oldest go, as files. Git would lock packed-refs for it, and who is killed there leaves the lock; a
# ref that is packed too just comes back, and the next command of ltpm takes it away.
trim() {
  set -- "$ltpm_common/refs/ltpm/saves/$worktree/$1"/*.a.*[0-9a-f]
  if [ $# -le $((ltpm_keep * 3)) ]; then return; fi
  total=$# count=$(($# - ltpm_keep * 2))
  for file; do
    if [ "$count" -le 0 ]; then break; fi
    set -- "$@" "$file"
    count=$((count - 1))
  done
  shift "$total"
  rm -f -- "$@"
}

# Stamps that are no longer current; a hook that is still at work just counts as not finished.
clear_stamps() {
  set -- "$ltpm_own"/stamp.*
  if [ $# -le 16 ]; then return; fi
  total=$#
  for file; do
    if [ "$file" != "$ltpm_own/stamp.$$" ]; then set -- "$@" "$file"; fi
  done
  shift "$total"
  rm -f -- "$@"
  echo "stamp.$$" >"$ltpm_own/current"
}

# `auto_sync: worktree`, which somebody has to ask for: ltpm itself writes the record into PROGRESS.md, behind our back and with nothing of
# ours: no output that a caller could wait for, no environment of git's. In the middle of anything of git's it leaves it to the next command.
write_at_once() {
  unset GIT_DIR GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL GIT_REFLOG_ACTION LC_ALL
  if [ -n "$locale" ]; then
    LC_ALL=$locale
    export LC_ALL
  fi
  exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
  ltpm_write &
}

if ! [ -d "$ltpm_own" ]; then mkdir -p "$ltpm_own" || exit 0; fi
# Before any document is read: what changes from here on is newer than the stamp. The last line of `current` names the stamp when all
# is done; renaming it would cost a process.
echo >"$ltpm_own/stamp.$$" || exit 0
now=$(date -u '+%Y%m%d-%H%M%S %s') || give_up date
seconds=${now#* } now=${now% *}

worktree=main
if [ -f "$ltpm_dir/commondir" ]; then
  worktree=${ltpm_dir##*/}
  case $worktree in
    .* | *. | *..* | *.lock | *[!A-Za-z0-9._-]*) worktree=%$(printf %s "$worktree" | git hash-object --stdin) ;;
  esac
  worktree=w-$worktree
fi

paths='' words='' files='' refs='' saved='' recorded=''
if [ -n "$ltpm_due" ]; then ltpm_documents take_document; fi
if [ -n "$words" ]; then save_documents; fi
if [ -n "$ltpm_sync_due" ] && ! is_progress_fresh; then
  find_head
  find_newest "refs/ltpm/syncs/$worktree"
  next_turn
  recorded=1
  # One record of a commit that waits tells all that a second would.
  if [ "${newest##*.}" != "$head" ]; then refs="${refs}refs/ltpm/syncs/$worktree/$turn.${ltpm_event#post-}.$head$nl"; fi
fi
if [ -n "$refs" ]; then commit_and_name; fi
echo "stamp.$$" >>"$ltpm_own/current"
if [ -n "$ltpm_sync_due" ]; then defer_sync; fi
while read -r key; do
  if [ -n "$key" ]; then trim "$key"; fi
done <<EOF
$saved
EOF
clear_stamps
# Elsewhere, as where git was told of a work tree by its environment, ltpm would find another repository or none.
if [ -n "$recorded" ] && [ -n "$ltpm_writes" ] && [ -e .git ]; then write_at_once; fi
exit 0
