using System.Globalization;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;
using Google.Protobuf;

namespace Artic.Database.Ledger;

/// <summary>What records say of the risk manager's state. Thread: any.</summary>
public static class RiskWords
{
    /// <summary>The word of a record, or null where it changes no state.</summary>
    public static RiskWord? Of(IMessage message, StreamId stream, long sequence, long recordedNs)
    {
        (string Subject, string Value, string Reason, string By)? word = message switch
        {
            TradingStateChanged it => ("state", EnumNames.Of(it.State), EnumNames.Of(it.Reason), ""),
            ScopeStateChanged it => ($"state {ScopeWords.Of(it.Scope, it.ScopeId)}", EnumNames.Of(it.State), EnumNames.Of(it.Reason), ""),
            ScopeKilled it => (
                $"kill {ScopeWords.Of(it.Scope, it.ScopeId)}", it.KillGeneration > it.ResumedGeneration ? "KILLED" : "RESUMED",
                string.Create(CultureInfo.InvariantCulture, $"generation {it.KillGeneration}, resumed {it.ResumedGeneration}"), ""),
            KillObserved { Scope: ScopeKind.Unspecified } it => (
                stream == StreamId.Wire ? "kill seen by the engine" : "kill", "KILLED", string.Create(CultureInfo.InvariantCulture, $"generation {it.Generation}"), ""),
            ResumeCommand { Scope: ScopeKind.Unspecified } it => ("kill", "RESUMED", it.Reason, it.By),
            InstanceChanged it => (
                string.Create(CultureInfo.InvariantCulture, $"instance {it.InstanceId}"), EnumNames.Of(it.Mode), EnumNames.Of(it.Reason), ""),
            BreakerChanged it => (
                $"breaker {EnumNames.Of(it.Cause)}", EnumNames.Of(it.State),
                string.Create(CultureInfo.InvariantCulture, $"{it.Actual} of {it.Threshold}"), ""),
            LimitCommand it => (
                $"limit {EnumNames.Of(it.Name)} {ScopeWords.Of(it.Scope, it.ScopeId)}",
                it.IsReset ? "RESET" : it.Value.ToString(CultureInfo.InvariantCulture), it.Reason, it.By),
            _ => null,
        };
        return word is not { } found ? null : new RiskWord
        {
            Subject = found.Subject, Value = found.Value, Reason = found.Reason, By = found.By, RecordedNs = recordedNs,
            Stream = stream, Sequence = sequence,
        };
    }
}
