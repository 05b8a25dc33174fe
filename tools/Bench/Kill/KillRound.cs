namespace Artic.Bench.Kill;

/// <summary>One kill of a measurement. Times in CLOCK_MONOTONIC nanoseconds.</summary>
/// <param name="IsHttp">It came by HTTP, not by ZeroMQ.</param>
/// <param name="FaultNs">When a process was stopped or ended on purpose; 0: none was.</param>
/// <param name="PageNs">When the kill word was raised.</param>
/// <param name="Answer">How it was answered.</param>
/// <param name="ResumedNs">Before the account was resumed.</param>
public readonly record struct KillRound(bool IsHttp, long FaultNs, long PageNs, KillAnswer Answer, long ResumedNs);
