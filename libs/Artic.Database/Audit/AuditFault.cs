namespace Artic.Database.Audit;

/// <summary>A place where the audit trail is not what was written.</summary>
/// <param name="Code">AUDIT_ROW_CHANGED, AUDIT_ROWS_MISSING or AUDIT_END_MISSING.</param>
/// <param name="RunId">The run.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Sequence">The row, or the first one after what is missing.</param>
/// <param name="Words">What is the matter.</param>
public sealed record AuditFault(string Code, string RunId, string Stream, long Sequence, string Words);
