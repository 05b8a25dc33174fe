using Artic.Hosting.Kill;

namespace Artic.Hosting.Publishing;

/// <summary>
/// Stops the account. Blocks until the venue accepts no more, about two seconds at most; calls
/// <paramref name="onLatched"/> before that, as soon as the kill is latched, with its generation and the nanoseconds
/// that it took. Thread: one of its own for each call, several at once.
/// </summary>
/// <param name="by">Who asks, from what was proved.</param>
/// <param name="reason">Why, in the asker's words.</param>
/// <param name="onLatched">Takes the first acknowledgement.</param>
public delegate KillResult KillAction(string by, string reason, Action<long, long> onLatched);
