using Artic.Streams.Log;

namespace Artic.Streams.Steps;

/// <summary>
/// A service's state machine. Its time is that of the record in hand; no clock, randomness, lock or I/O decides
/// anything inside, so that the same inputs in the same order give the same bytes.
/// </summary>
public interface IStepHandler
{
    /// <summary>Takes one input record; writes any number of records to <paramref name="output"/>.</summary>
    void Handle(in Record input, StepOutput output);

    /// <summary>Called after the step of the input in hand was committed, live only: whatever reaches the outside or
    /// shows the state to others happens here.</summary>
    void AfterStep(in Record input);

    /// <summary>
    /// Writes all that later steps depend on, between two steps: what <see cref="Load"/> gives to a new handler goes on
    /// with the very same bytes. The same state gives the same bytes. Off the hot path; allocates.
    /// </summary>
    void Save(StateWriter state);

    /// <summary>
    /// Takes the state that a handler of the same configuration has saved, before the first step. Errors:
    /// <see cref="StateMalformedException"/>; the handler is no use afterwards.
    /// </summary>
    void Load(StateReader state);
}
