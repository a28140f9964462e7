namespace ClassicML.Benchmarks.Speed;

/// <summary>One side of a comparison, with its data loaded. Between its steps it does nothing: no thread of it spins.</summary>
internal interface IContender
{
    string Name { get; }

    string Version { get; }

    /// <summary>What it was given, in a line: type and layout of its rows, threads, and what else decides its speed.</summary>
    string Settings { get; }

    /// <summary>Does a step some times over; steps come in order, each needs the ones before it.</summary>
    /// <returns>The seconds of one time, and the value of the step's quality.</returns>
    (double Seconds, double Quality) Run(string step, int times);
}
