namespace ClassicML.Trees;

/// <summary>Random numbers of one node, a pure function of the tree's seed and the path to the node.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014) from a key that each child derives from its
/// parent's. So a node draws the same numbers whatever else is grown, in any order, to any depth: a shallower tree is a deeper one cut off.
/// </remarks>
internal struct NodeStream(ulong key)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong state = key;

    /// <summary>The key of a child.</summary>
    public static ulong Child(ulong key, bool isRight) => Mix(Mix(key ^ 0xA0761D6478BD642F) + (isRight ? 2UL : 1UL));

    /// <summary>
    /// The key of the node's random order of features. The order takes no numbers from the stream, so any two features can be compared.
    /// </summary>
    public static ulong OrderKey(ulong key) => Mix(key ^ 0xE7037ED1A0B428DB);

    /// <summary>The place of a feature in the order of this key, different for each.</summary>
    public static ulong Rank(ulong orderKey, int feature) => Mix(orderKey + (ulong)feature);

    /// <summary>An integer in [0, bound), each equally likely (Lemire, "Fast random integer generation", 2019).</summary>
    public int NextInt(int bound)
    {
        ulong product = (Next() >> 32) * (uint)bound;
        if ((uint)product < (uint)bound)
            for (uint threshold = (uint)-bound % (uint)bound; (uint)product < threshold;)
                product = (Next() >> 32) * (uint)bound;
        return (int)(product >> 32);
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next() => Mix(state += Step);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
