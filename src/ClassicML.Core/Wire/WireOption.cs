using ClassicML.Internal;

namespace ClassicML.Wire;

/// <summary>One option of a registered type: its name, what it may be, and its default.</summary>
public abstract class WireOption
{
    private protected WireOption(string name, string allowed, Interval? range)
    {
        Name = Check.NotNull(name, nameof(name));
        Allowed = allowed;
        Range = range;
    }

    /// <summary>The name, that of the property.</summary>
    public string Name { get; }

    /// <summary>The name as a command line spells it: max-depth.</summary>
    public string KebabName => NearNames.Kebab(Name);

    /// <summary>What it may be, in words: "a number, positive", "uniform or inverse-distance".</summary>
    public string Allowed { get; }

    /// <summary>The range of a number, or null for what is none.</summary>
    public Interval? Range { get; }

    /// <summary>The default, as text that <see cref="Parse"/> takes; empty where the default is "none".</summary>
    public abstract string Default { get; }

    /// <summary>The value of an instance's option.</summary>
    public abstract WireValue Get(object instance, WireRegistry registry);

    /// <summary>A copy of an instance with the option set.</summary>
    /// <exception cref="ArgumentException">The value is not allowed.</exception>
    /// <exception cref="WireException">The value is of another kind.</exception>
    public abstract object Set(object instance, WireValue value, WireRegistry registry);

    /// <summary>The value that a text stands for, as a command line gives it.</summary>
    /// <remarks>
    /// What has options of its own, such as a kernel function, is a name, or its beginning where no other begins so, and options after colons:
    /// <c>rbf:gamma=0.02</c>, <c>polynomial:degree=3:constant=1</c>. Or it is a form in JSON.
    /// </remarks>
    /// <exception cref="ArgumentException">The text is no such value.</exception>
    public abstract WireValue Parse(string text);
}
