using Artic.Hosting.Kill;

namespace Artic.Hosting.Publishing;

/// <summary>
/// Stops what is asked for. Blocks until the venue accepts no more, about two seconds at most; calls
/// <paramref name="onLatched"/> before that, as soon as the kill is latched. Thread: one of its own for each call, several at
/// once.
/// </summary>
/// <param name="request">Who asks, for what, and why.</param>
/// <param name="onLatched">Takes the first acknowledgement.</param>
public delegate KillResult KillAction(KillRequest request, Action<KillLatched> onLatched);
