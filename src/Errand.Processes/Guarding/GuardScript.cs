namespace Errand.Processes.Guarding;

/// <summary>What the guard does, in the language that dash, bash and busybox share.</summary>
internal static class GuardScript
{
    /// <summary>
    /// Standard input is the pipe. The first argument, for tests, replaces the file in which the kernel lists our children; a kernel
    /// without that list (CONFIG_PROC_CHILDREN) makes the script look at every process. No command substitution: it would be a child to be
    /// found.
    /// </summary>
    public const string Text =
        """
        # Ends what a supervisor left behind. It waits until the supervisor is gone, however it died, and then kills its orphans.
        trap '' HUP INT QUIT TERM
        while read -r line; do :; done

        me=$$
        list=${1-/proc/$me/task/$me/children}

        # is_running PID: no zombie. One whose first thread alone has ended looks like a zombie, but has more threads.
        is_running() {
            while read -r key value rest; do
                case $key in
                    State:) case $value in Z|X) ;; *) return 0 ;; esac ;;
                    Threads:) [ "$value" -gt 1 ]; return ;;
                esac
            done <"/proc/$1/status"
            return 1
        }

        # is_ours PID: a child of this shell. The name in this file is escaped, so no process can forge a line.
        is_ours() {
            while read -r key value rest; do
                [ "$key" = PPid: ] && { [ "$value" = "$me" ]; return; }
            done <"/proc/$1/status"
            return 1
        }

        find_orphans() {
            orphans=
            if [ -r "$list" ]; then
                children=
                read -r children <"$list"
            else
                children=
                for entry in /proc/[0-9]*; do
                    is_ours "${entry#/proc/}" && children="$children ${entry#/proc/}"
                done
            fi
            for child in $children; do
                is_running "$child" && orphans="$orphans $child"
            done
        }

        exec 2>/dev/null
        round=0
        none=0
        # Killing a process makes its children ours, so the tree goes level by level. About ten seconds of 20 ms, then a minute of
        # seconds: what is left after that hangs in the kernel or belongs to another user, and nobody can kill it.
        while [ $round -lt 500 ]; do
            round=$((round + 1))
            find_orphans
            if [ -z "$orphans" ]; then
                # Twice, because the list can miss a process while another one leaves it.
                none=$((none + 1))
                [ $none -lt 2 ] && continue
                exit 0
            fi
            none=0
            kill -9 $orphans
            if [ $round -lt 440 ]; then sleep 0.02 || sleep 1; else sleep 1; fi
        done
        exit 1
        """;
}
